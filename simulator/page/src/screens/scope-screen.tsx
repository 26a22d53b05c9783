import { Frame, useKiosk } from '../frame.tsx';
import { PersonName } from '../person-name.tsx';
import { hasScope, offerOf, type Step } from '../step.ts';
import { SCOPE_WORDS } from '../words.ts';

export function ScopeScreen({ step }: { readonly step: Extract<Step, { at: 'scope' }> }) {
  const { act } = useKiosk();
  const { draft, menu } = step;
  const offer = offerOf(step);
  return (
    <Frame
      title="どなたの分が必要ですか"
      lead={offer?.name}
      primary={{ label: '次へ', disabled: !hasScope(step), onPress: () => act({ do: 'next' }) }}
    >
      <fieldset className="scopes">
        <legend className="unseen">記載する範囲</legend>
        {(offer?.scopes ?? []).map((scope) => (
          <label key={scope} className="choice choice-tall">
            <input
              type="radio"
              name="scope"
              checked={draft.scope === scope}
              onChange={() => act({ do: 'choose-scope', scope })}
            />
            <span className="choice-name">{SCOPE_WORDS[scope].name}</span>
            <span className="choice-meaning">{SCOPE_WORDS[scope].meaning}</span>
          </label>
        ))}
      </fieldset>
      {draft.scope === 'partial' ? (
        <fieldset className="members">
          <legend>記載する人を選んでください（{draft.members.length}人）</legend>
          {menu.household.map(({ personId, fullName, isApplicant }) => (
            <label key={personId} className="member">
              <input
                type="checkbox"
                checked={draft.members.includes(personId)}
                onChange={() => act({ do: 'toggle-member', personId })}
              />
              <span className="member-name">
                <PersonName name={fullName} />
              </span>
              {isApplicant ? <span className="member-self">本人</span> : null}
            </label>
          ))}
        </fieldset>
      ) : null}
    </Frame>
  );
}
