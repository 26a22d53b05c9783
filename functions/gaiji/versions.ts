import type { GaijiVersion, SettingRow } from '../changes/index.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Instant } from '../shared/time.ts';

/** A version of a city's EUDC font, from an instant on. */
export type VersionFrom = { readonly value: GaijiVersion; readonly validFrom: Instant };

export type Versions = {
  /** In force now. */
  readonly active: VersionFrom | undefined;
  /** Those to which taking back leads, the nearest last: one that was itself taken back is not among them. */
  readonly earlier: readonly VersionFrom[];
  /** The next one, where there is one to come. */
  readonly planned: VersionFrom | undefined;
};

type GaijiRow = Extract<SettingRow, { kind: 'gaiji' }>;

/** The row that counts at each instant, ascending. */
function winners(rows: readonly SettingRow[]): readonly GaijiRow[] {
  const byInstant = new Map<Instant, GaijiRow>();
  for (const row of rows) {
    if (row.kind !== 'gaiji') continue;
    const other = byInstant.get(row.validFrom);
    if (other === undefined || other.id < row.id) byInstant.set(row.validFrom, row);
  }
  return [...byInstant.values()].sort((a, b) => a.validFrom - b.validFrom);
}

const isSameFont = (a: VersionFrom | undefined, b: VersionFrom): boolean =>
  a?.value.fontDigest === b.value.fontDigest;

/** What was, is and will be in force, by the rows of a city. */
export function versionsAt(rows: readonly SettingRow[], now: Instant): Versions {
  const order = winners(rows);
  const stack: VersionFrom[] = [];
  for (const row of order.filter(({ validFrom }) => validFrom <= now)) {
    const back = stack.findLastIndex((version) => isSameFont(version, row));
    if (row.value.takenBack === true && back >= 0) stack.length = back;
    else if (isSameFont(stack.at(-1), row)) stack.pop();
    stack.push(row);
  }
  const active = stack.at(-1);
  return {
    active,
    earlier: stack.slice(0, -1),
    planned: order.find((row) => row.validFrom > now && !isSameFont(active, row)),
  };
}

const isSame = (a: GaijiVersion, b: GaijiVersion): boolean => canonicalJson(a) === canonicalJson(b);

/**
 * The settings that bring a version into force at an instant. There is one plan at a time: whatever was planned
 * before, for an earlier or a later instant, is taken back, so that no older font ever follows a newer one.
 */
export function toActivate(
  value: GaijiVersion,
  at: Instant,
  rows: readonly SettingRow[],
  now: Instant,
): readonly VersionFrom[] {
  const { active } = versionsAt(rows, now);
  const others = winners(rows).flatMap((row) => {
    if (row.validFrom <= now || row.validFrom === at) return [];
    const wanted = row.validFrom < at ? active?.value : value;
    return wanted === undefined || isSame(row.value, wanted)
      ? []
      : [{ value: wanted, validFrom: row.validFrom }];
  });
  return [{ value, validFrom: at }, ...others];
}

/** What taking back leads to, and which version goes: the planned one where there is one, else the active one. */
export type Return = { readonly to: VersionFrom; readonly from: VersionFrom };

export function toTakeBack(rows: readonly SettingRow[], now: Instant): Result<Return, 'nothing-earlier'> {
  const { active, earlier, planned } = versionsAt(rows, now);
  const [from, to] = planned === undefined ? [active, earlier.at(-1)] : [planned, active];
  return from === undefined || to === undefined ? err('nothing-earlier') : ok({ to, from });
}
