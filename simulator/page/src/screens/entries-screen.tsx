import { Frame, useKiosk } from '../frame.tsx';
import { optionsOf, type Step } from '../step.ts';
import { OPTION_WORDS } from '../words.ts';

export function EntriesScreen({ step }: { readonly step: Extract<Step, { at: 'entries' }> }) {
  const { act } = useKiosk();
  return (
    <Frame
      title="記載する事項を選んでください"
      lead="提出先で必要なときだけ「記載する」を選びます。"
      primary={{ label: '次へ', onPress: () => act({ do: 'next' }) }}
    >
      <div className="entries">
        {optionsOf(step).map((option) => {
          const on = step.draft.options.includes(option);
          const { name, meaning } = OPTION_WORDS[option];
          const set = (wanted: boolean) => () => act({ do: 'set-option', option, on: wanted });
          return (
            <fieldset key={option} className="entry">
              <legend className="unseen">{name}</legend>
              <p className="entry-name" aria-hidden="true">
                {name}
                <small>{meaning}</small>
              </p>
              <label>
                <input type="radio" name={option} checked={!on} onChange={set(false)} />
                記載しない
              </label>
              <label>
                <input type="radio" name={option} checked={on} onChange={set(true)} />
                記載する
              </label>
            </fieldset>
          );
        })}
      </div>
    </Frame>
  );
}
