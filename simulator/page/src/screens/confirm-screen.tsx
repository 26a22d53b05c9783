import type { ReactNode } from 'react';
import type { KioskCity } from '../../../kiosk/page-contract.ts';
import { Frame, useKiosk } from '../frame.tsx';
import { PersonName } from '../person-name.tsx';
import { choosableOf, MOST_COPIES, offerOf, optionsOf, type Step } from '../step.ts';
import { cityName, OPTION_WORDS, scopeWords, yearName, yen } from '../words.ts';

type ConfirmStep = Extract<Step, { at: 'confirm' }>;

export function ConfirmScreen({
  step,
  cities,
}: {
  readonly step: ConfirmStep;
  readonly cities: readonly KioskCity[];
}) {
  const { act } = useKiosk();
  const { draft, menu } = step;
  const offer = offerOf(step);
  const fee = offer?.feeJpy ?? 0;
  const possible = optionsOf(step);
  const options = possible.filter((option) => draft.options.includes(option));
  return (
    <Frame
      title="内容を確認してください"
      primary={{ label: 'この内容で申し込む', onPress: () => act({ do: 'next' }) }}
    >
      <dl className="summary">
        <Row name="市">{cityName(cities, menu.municipality)}</Row>
        <Row name="証明書">{offer?.name}</Row>
        <Row name="範囲">
          {draft.scope === undefined || offer === undefined ? null : scopeWords(draft.scope, offer).name}
          {draft.scope === 'partial' ? <Members step={step} /> : null}
        </Row>
        {draft.taxYear === undefined ? null : <Row name="年度">{yearName(draft.taxYear)}</Row>}
        {possible.length === 0 ? null : (
          <Row name="記載する事項">
            {options.length === 0 ? 'なし' : options.map((option) => OPTION_WORDS[option].name).join('、')}
          </Row>
        )}
      </dl>
      <section className="bill" aria-label="通数と手数料">
        <div className="copies">
          <span id="copies">通数</span>
          <button
            type="button"
            aria-label="1通減らす"
            disabled={draft.copies <= 1}
            onClick={() => act({ do: 'set-copies', copies: draft.copies - 1 })}
          >
            −
          </button>
          <output aria-labelledby="copies">{draft.copies}通</output>
          <button
            type="button"
            aria-label="1通増やす"
            disabled={draft.copies >= MOST_COPIES}
            onClick={() => act({ do: 'set-copies', copies: draft.copies + 1 })}
          >
            ＋
          </button>
        </div>
        <p className="bill-line">
          <span>1通の手数料</span>
          <span>{yen(fee)}</span>
        </p>
        <p className="bill-total" role="status">
          <span>お支払い</span>
          <strong>{yen(fee * draft.copies)}</strong>
        </p>
      </section>
    </Frame>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Members({ step }: { readonly step: ConfirmStep }) {
  const chosen = choosableOf(step).filter(({ personId }) => step.draft.members.includes(personId));
  return (
    <ul className="summary-members">
      {chosen.map(({ personId, fullName }) => (
        <li key={personId}>
          <PersonName name={fullName ?? 'ご本人'} />
        </li>
      ))}
    </ul>
  );
}
