import { Frame, useKiosk } from '../frame.tsx';
import { PersonName } from '../person-name.tsx';
import { choosableOf, hasScope, offerOf, type Step } from '../step.ts';
import { scopeWords } from '../words.ts';

export function ScopeScreen({ step }: { readonly step: Extract<Step, { at: 'scope' }> }) {
  const { act } = useKiosk();
  const { draft } = step;
  const offer = offerOf(step);
  const scopes = offer?.scopes.map((scope) => ({ scope, ...scopeWords(scope, offer) })) ?? [];
  return (
    <Frame
      title="どなたの分が必要ですか"
      lead={offer?.name}
      primary={{ label: '次へ', disabled: !hasScope(step), onPress: () => act({ do: 'next' }) }}
    >
      <fieldset className="scopes">
        <legend className="unseen">記載する範囲</legend>
        {scopes.map(({ scope, name, meaning }) => (
          <label key={scope} className="choice choice-tall">
            <input
              type="radio"
              name="scope"
              checked={draft.scope === scope}
              onChange={() => act({ do: 'choose-scope', scope })}
            />
            <span className="choice-name">{name}</span>
            <span className="choice-meaning">{meaning}</span>
          </label>
        ))}
      </fieldset>
      {draft.scope === 'partial' ? (
        <fieldset className="members">
          <legend>記載する人を選んでください（{draft.members.length}人）</legend>
          {choosableOf(step).map(({ personId, fullName, isApplicant }) => (
            <label key={personId} className="member">
              <input
                type="checkbox"
                checked={draft.members.includes(personId)}
                onChange={() => act({ do: 'toggle-member', personId })}
              />
              <span className="member-name">
                <PersonName name={fullName ?? 'ご本人'} />
              </span>
              {isApplicant ? <span className="member-self">本人</span> : null}
            </label>
          ))}
        </fieldset>
      ) : null}
    </Frame>
  );
}
