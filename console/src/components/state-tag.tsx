import { STATE_NAMES, type State } from '../words.ts';

export function StateTag({ state }: { readonly state: State }) {
  return <span className={`state-tag state-${state}`}>{STATE_NAMES[state]}</span>;
}
