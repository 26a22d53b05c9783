import { compareFonts } from '../pdf/pack/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { err, ok, type Result, unwrap } from '../shared/result.ts';
import { type GaijiDeps, untilCommitted } from './deps.ts';
import { isOwnCode, keyLists, stepFrom } from './next-version.ts';
import { openVersion } from './open-version.ts';
import { type Return, toActivate, toTakeBack, versionsAt } from './versions.ts';

/**
 * Takes the latest version back: the planned one where there is one, else the active one, and the one before it is in
 * force again, with what was still unconfirmed in it. Codes of which only the other version had a glyph stay known as used.
 */
export function takeBack(
  deps: GaijiDeps,
  { municipality, by }: { readonly municipality: MunicipalityCode; readonly by: string },
): Promise<Result<Return, 'nothing-earlier'>> {
  return untilCommitted(async () => {
    const now = deps.clock();
    const state = await deps.store.read(municipality);
    const back = toTakeBack(state.rows, now);
    if (!back.ok) return err(back.error);
    const { from, to } = back.value;
    const isPlan = versionsAt(state.rows, now).planned !== undefined;
    const [left, kept] = [
      await openVersion(deps, municipality, from),
      await openVersion(deps, municipality, to),
    ];
    const base = { value: from.value, unconfirmed: new Set<never>() };
    const { retired } = stepFrom(base, unwrap(compareFonts(left, kept, isOwnCode)));
    const { unconfirmed, retired: _, ...value } = to.value;
    const again = {
      ...value,
      ...keyLists({ unconfirmed: [], retired }),
      ...(unconfirmed === undefined ? {} : { unconfirmed }),
      takenBack: true,
      by,
    };
    const versions = isPlan
      ? toActivate(to.value, now, state.rows, now).slice(1)
      : toActivate(again, now, state.rows, now);
    const done = await deps.store.commit(municipality, {
      revision: state.revision,
      newest: state.newest,
      settings: versions.map((version) => ({ kind: 'gaiji', scope: 'city', ...version })),
    });
    return done ? ok(back.value) : undefined;
  });
}
