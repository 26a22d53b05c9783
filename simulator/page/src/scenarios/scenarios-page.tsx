import { useEffect, useState } from 'react';
import type { ListedScenario, ScenarioList, ScenarioOutcome } from '../../../kiosk/scenario-contract.ts';
import type { ScenarioApi } from './api.ts';
import { EvidenceItem } from './evidence-item.tsx';
import { type Shown, usePlay } from './use-play.ts';

const OUTCOMES: Readonly<Record<ScenarioOutcome, string>> = {
  passed: '合格',
  failed: '不合格',
  broken: '中断',
};

/** The book on the left, the scenario that plays or was played on the right. */
export function ScenariosPage({ api }: { readonly api: ScenarioApi }) {
  const [book, setBook] = useState<ScenarioList>();
  const [missing, setMissing] = useState<string>();
  const { shown, trouble, play } = usePlay(api);
  useEffect(() => {
    void api.list().then((answer) => {
      if (answer.ok) setBook(answer.value);
      else setMissing(answer.error.message);
    });
  }, [api]);
  const isPlaying = shown?.end === null;
  const current = book?.scenarios.find(({ number }) => number === shown?.number);
  return (
    <div className="scenarios">
      <header className="scenarios-header">
        <h1>シナリオ試験</h1>
        <p>
          この環境で 1 つずつ試します。全部を続けて試し、報告書を書くには <code>npm run scenarios</code>
        </p>
        <a href="./">キオスクの画面へ</a>
      </header>
      <nav className="scenarios-book" aria-label="シナリオの一覧">
        {book?.parts.map(({ part, name }) => (
          <section key={part}>
            <h2>
              {part} {name}
            </h2>
            <ul>
              {book.scenarios
                .filter((scenario) => scenario.part === part)
                .map((scenario) => (
                  <li key={scenario.number}>
                    <button
                      type="button"
                      disabled={isPlaying}
                      aria-current={scenario.number === shown?.number}
                      onClick={() => void play(scenario.number)}
                    >
                      <span className="scenarios-number">
                        {part}-{scenario.number}
                      </span>
                      <span>{scenario.title}</span>
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </nav>
      <main className="scenarios-play">
        {(missing ?? trouble) === undefined ? null : (
          <p className="alert" role="alert">
            {missing ?? trouble}
          </p>
        )}
        {current === undefined || shown === undefined ? (
          <p className="scenarios-hint">一覧から選ぶと、ここに手順、確認の結果、証明書の画像が順に出ます。</p>
        ) : (
          <Played scenario={current} shown={shown} />
        )}
      </main>
    </div>
  );
}

function Played({ scenario, shown }: { readonly scenario: ListedScenario; readonly shown: Shown }) {
  const { evidence, end } = shown;
  const claims = evidence.filter((one) => one.kind === 'judgement');
  const held = claims.filter(({ holds }) => holds).length;
  return (
    <>
      <div className="scenarios-head">
        <h2>
          {scenario.part}-{scenario.number} {scenario.title}
        </h2>
        <p role="status" className={`scenarios-mark scenarios-${end?.outcome ?? 'playing'}`}>
          {end === null ? '実施中' : OUTCOMES[end.outcome]}
        </p>
      </div>
      <p className="scenarios-about">
        根拠: {scenario.source}　確認 {held}／{claims.length}
        {end === null ? null : `　所要 ${end.seconds.toFixed(1)} 秒`}
      </p>
      <ol className="scenarios-evidence">
        {evidence.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: evidence is only ever added
          <EvidenceItem key={index} one={one} />
        ))}
      </ol>
      {end?.broke === undefined || end.broke === null ? null : (
        <p className="alert" role="alert">
          中断した理由: {end.broke}
        </p>
      )}
    </>
  );
}
