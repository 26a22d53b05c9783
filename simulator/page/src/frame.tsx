import { createContext, type ReactNode, use, useEffect, useRef } from 'react';
import { BackIcon, LogoIcon, RestartIcon } from './pictures.tsx';
import { type Act, isBusy, type Step } from './step.ts';
import { canGoBack } from './steps.ts';

export type KioskView = {
  readonly step: Step;
  readonly act: (act: Act) => void;
  readonly secondsLeft: number | undefined;
  /** Why the page knows no cities and cards. */
  readonly trouble: string | undefined;
};

export const KioskContext = createContext<KioskView | undefined>(undefined);

export function useKiosk(): KioskView {
  const view = use(KioskContext);
  if (view === undefined) throw new Error('a screen outside the kiosk');
  return view;
}

const STAGES = ['カード', '暗証番号', '市', '証明書', '内容', '確認', '受け取り'] as const;

const STAGE_OF: Readonly<Record<Step['at'], number | undefined>> = {
  card: 0,
  pin: 1,
  locked: 1,
  city: 2,
  certificate: 3,
  scope: 4,
  year: 4,
  entries: 4,
  confirm: 5,
  making: 6,
  preview: 6,
  printing: 6,
  finished: 6,
  refused: undefined,
};

/** From here on the header says aloud how much time is left. */
const HURRY_S = 15;

export type Primary = {
  readonly label: ReactNode;
  readonly onPress: () => void;
  readonly disabled?: boolean;
};

type FrameProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly primary?: Primary;
  /** Takes the place of 「やり直す」 where starting over means more than that. */
  readonly restart?: { readonly label: string; readonly onPress: () => void };
  readonly children: ReactNode;
};

/** What every screen has at the same place: banner, way, question, and the three buttons below. */
export function Frame({ title, lead, primary, restart, children }: FrameProps) {
  const { step, act } = useKiosk();
  const heading = useRef<HTMLHeadingElement>(null);
  const { at } = step;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen is read out from its question on
  useEffect(() => heading.current?.focus({ preventScroll: true }), [at]);

  return (
    <div className="frame">
      <p className="banner">
        <strong>シミュレーター</strong>：ローカル環境は 0〜24 時に受け付けます（実際の取扱時間は 6:30〜23:00）
        <a href="./scenarios.html">シナリオ試験</a>
      </p>
      <header className="header">
        <p className="brand">
          <LogoIcon />
          証明書交付サービス
        </p>
        <Way stage={STAGE_OF[at]} />
        <TimeLeft />
      </header>
      <main className={`main main-${at}`} aria-labelledby="question">
        <h1 id="question" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead === undefined ? null : <p className="lead">{lead}</p>}
        <div className="content">{children}</div>
      </main>
      <footer className="footer">
        <button
          type="button"
          className="button button-quiet"
          disabled={at === 'card' || at === 'finished' || isBusy(step)}
          onClick={restart?.onPress ?? (() => act({ do: 'start-over' }))}
        >
          <RestartIcon />
          {restart?.label ?? 'やり直す'}
        </button>
        <button
          type="button"
          className="button button-quiet"
          disabled={!canGoBack(step)}
          onClick={() => act({ do: 'back' })}
        >
          <BackIcon />
          戻る
        </button>
        {primary === undefined ? null : (
          <button
            type="button"
            className="button button-primary"
            disabled={primary.disabled === true}
            onClick={primary.onPress}
          >
            {primary.label}
          </button>
        )}
      </footer>
    </div>
  );
}

function Way({ stage }: { readonly stage: number | undefined }) {
  return (
    <ol className="way" aria-label="手続きの流れ">
      {STAGES.map((name, index) => {
        const place =
          stage === undefined ? 'away' : index < stage ? 'done' : index === stage ? 'here' : 'ahead';
        return (
          <li key={name} className={`way-${place}`} aria-current={place === 'here' ? 'step' : undefined}>
            <span className="way-dot" aria-hidden="true">
              {place === 'done' ? '✓' : index + 1}
            </span>
            {name}
            {place === 'done' ? <span className="unseen">（済み）</span> : null}
          </li>
        );
      })}
    </ol>
  );
}

function TimeLeft() {
  const { secondsLeft } = useKiosk();
  if (secondsLeft === undefined) return <p className="time" />;
  const hurry = secondsLeft <= HURRY_S;
  return (
    <p className={hurry ? 'time time-hurry' : 'time'} role="timer">
      <span aria-hidden="true">
        残り <b>{secondsLeft}</b> 秒
      </span>
      <span className="unseen" role="status">
        {hurry ? 'まもなく最初の画面に戻ります' : ''}
      </span>
    </p>
  );
}
