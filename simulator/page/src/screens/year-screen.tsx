import { Frame, useKiosk } from '../frame.tsx';
import { hasYear, offerOf, type Step } from '../step.ts';
import { yearMeaning, yearName } from '../words.ts';

export function YearScreen({ step }: { readonly step: Extract<Step, { at: 'year' }> }) {
  const { act } = useKiosk();
  const offer = offerOf(step);
  return (
    <Frame
      title="どの年度の証明書が必要ですか"
      lead={offer?.name}
      primary={{ label: '次へ', disabled: !hasYear(step), onPress: () => act({ do: 'next' }) }}
    >
      <fieldset className="scopes">
        <legend className="unseen">課税年度</legend>
        {(offer?.taxYears ?? []).map((taxYear) => (
          <label key={taxYear} className="choice choice-tall">
            <input
              type="radio"
              name="year"
              checked={step.draft.taxYear === taxYear}
              onChange={() => act({ do: 'choose-year', taxYear })}
            />
            <span className="choice-name">{yearName(taxYear)}</span>
            <span className="choice-meaning">{yearMeaning(taxYear)}</span>
          </label>
        ))}
      </fieldset>
    </Frame>
  );
}
