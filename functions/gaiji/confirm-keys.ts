import { type GlyphKey, writeKeys } from '../pdf/index.ts';
import type { OperatorId } from '../shared/http/staff.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type GaijiDeps, untilCommitted } from './deps.ts';
import { baseOf } from './open-version.ts';
import { versionsAt } from './versions.ts';

export type Confirmation = {
  readonly municipality: MunicipalityCode;
  /** Whose outlines were looked at and found right; `all`: every one that is open. */
  readonly keys: ReadonlySet<GlyphKey> | 'all';
  readonly actor: OperatorId;
  /** In the version that is planned, instead of the one in force: its outlines may be others. */
  readonly inPlanned: boolean;
};

export type Confirmed = { readonly confirmed: readonly GlyphKey[]; readonly left: readonly GlyphKey[] };

/** `strangers`: keys of which there is nothing to be confirmed. */
export type ConfirmFault =
  | { readonly kind: 'no-version' }
  | { readonly kind: 'nothing-open' }
  | { readonly kind: 'not-open'; readonly strangers: readonly GlyphKey[] };

/**
 * Records that a member of staff has found changed outlines right: from now on they are drawn. All keys or none. It
 * holds for that font only.
 */
export function confirmKeys(
  deps: GaijiDeps,
  { municipality, keys, actor, inPlanned }: Confirmation,
): Promise<Result<Confirmed, ConfirmFault>> {
  return untilCommitted(async () => {
    const now = deps.clock();
    const state = await deps.store.read(municipality);
    const { active, planned } = versionsAt(state.rows, now);
    const version = inPlanned ? planned : active;
    if (version === undefined) return err({ kind: 'no-version' });
    const { unconfirmed } = baseOf(version, state, now);
    if (unconfirmed.size === 0) return err({ kind: 'nothing-open' });
    const chosen = keys === 'all' ? unconfirmed : keys;
    const confirmed = [...chosen];
    const strangers = confirmed.filter((key) => !unconfirmed.has(key));
    if (strangers.length > 0) return err({ kind: 'not-open', strangers });
    const left = [...unconfirmed].filter((key) => !chosen.has(key));
    const done = await deps.store.commit(municipality, {
      revision: state.revision,
      newest: state.newest,
      settings: [
        {
          kind: 'gaiji-confirmation',
          scope: version.value.fontDigest,
          value: { keys: writeKeys(confirmed), actor },
          validFrom: now,
        },
      ],
    });
    return done ? ok({ confirmed, left }) : undefined;
  });
}
