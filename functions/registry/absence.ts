import type { NamedAgain } from './changes.ts';
import type { Decision, RegistryState } from './decision.ts';
import { EMPTY_GATE, gateWrites } from './gate-writes.ts';
import { markKey } from './marks.ts';

/** The rule of the mark that somebody gets whom a full file does not name. */
export const ABSENT_RULE = 'absent-from-full';

/** The mark of an absence goes; every other mark stays, whatever the file says. */
export function decideNamedAgain(change: NamedAgain, state: RegistryState): Decision {
  const gate = state.gate(change.personId) ?? EMPTY_GATE;
  const key = markKey(change.feed, change.subject);
  const { [key]: mark, ...others } = gate.rejected;
  const rejected = mark?.rule === ABSENT_RULE ? others : gate.rejected;
  return { outcome: { kind: 'marked' }, writes: gateWrites(change.personId, gate, { rejected }, state) };
}
