import { type Instant, instantOf } from '../shared/time.ts';
import type { Setting, SettingRow } from './settings.ts';

type Kind = Setting['kind'];
type ValueOf<K extends Kind> = Extract<Setting, { kind: K }>['value'];
type ScopeOf<K extends Kind> = Extract<Setting, { kind: K }>['scope'];

/** 発行可能年齢 where a city has not set one. */
export const DEFAULT_MINIMUM_AGE = 15;

/** What is in force in a city at an instant. */
export type CitySettings = {
  readonly valueOf: <K extends Kind>(kind: K, scope: ScopeOf<K>) => ValueOf<K> | undefined;
  /** Since when that value has been in force. */
  readonly validFromOf: <K extends Kind>(kind: K, scope: ScopeOf<K>) => Instant | undefined;
  /** The scopes for which a value of this kind is in force. */
  readonly scopesOf: <K extends Kind>(kind: K) => readonly ScopeOf<K>[];
  /** Every value that has ever been in force, where each adds to the others instead of replacing them. */
  readonly everyValueOf: <K extends Kind>(kind: K, scope: ScopeOf<K>) => readonly ValueOf<K>[];
};

/** Kind and scope of what a row sets or ends. */
export const settingKeyOf = ({ kind, scope }: Pick<SettingRow, 'kind' | 'scope'>): string =>
  kind === 'end' ? scope : `${kind}#${scope}`;

/** A UUIDv7 grows with time, so that of two rows for the same instant the one that was made later counts. */
const outranks = (row: SettingRow, other: SettingRow): boolean =>
  row.validFrom > other.validFrom || (row.validFrom === other.validFrom && row.id > other.id);

/** From when on rows count no more, by their ids. */
export function withdrawalsIn(rows: readonly SettingRow[]): ReadonlyMap<string, Instant> {
  const withdrawn = new Map<string, Instant>();
  for (const row of rows) {
    if (row.kind !== 'withdrawal') continue;
    const other = withdrawn.get(row.scope);
    if (other === undefined || row.validFrom < other) withdrawn.set(row.scope, row.validFrom);
  }
  return withdrawn;
}

type Standing = {
  /** Begun, and perhaps withdrawn since. */
  readonly begun: readonly SettingRow[];
  readonly withdrawn: ReadonlyMap<string, Instant>;
  /** Of those that stand, the one that counts, by kind and scope. */
  readonly winners: ReadonlyMap<string, SettingRow>;
};

function standingAt(rows: readonly SettingRow[], now: Instant): Standing {
  const withdrawn = withdrawalsIn(rows);
  const begun = rows.filter((row) => row.kind !== 'withdrawal' && row.validFrom <= now);
  const winners = new Map<string, SettingRow>();
  for (const row of begun) {
    if (isWithdrawn(row, withdrawn, now)) continue;
    const key = settingKeyOf(row);
    const other = winners.get(key);
    if (other === undefined || outranks(row, other)) winners.set(key, row);
  }
  return { begun, withdrawn, winners };
}

const isWithdrawn = ({ id }: SettingRow, withdrawn: ReadonlyMap<string, Instant>, now: Instant): boolean =>
  (withdrawn.get(id) ?? Number.POSITIVE_INFINITY) <= now;

/** The rows of one city that count at `now`, an `end` where it is the last word, by kind and scope. */
export const rowsInForce = (rows: readonly SettingRow[], now: Instant): ReadonlyMap<string, SettingRow> =>
  standingAt(rows, now).winners;

/**
 * The settings of one city as they are at `now`: per kind and scope, the latest that is already valid and was not
 * withdrawn. A function of the set of rows: their order says nothing.
 */
export function settingsAt(rows: readonly SettingRow[], now: Instant): CitySettings {
  const { begun, withdrawn, winners } = standingAt(rows, now);
  const inForce = (key: string): SettingRow | undefined => {
    const row = winners.get(key);
    return row?.kind === 'end' ? undefined : row;
  };
  return {
    valueOf: <K extends Kind>(kind: K, scope: ScopeOf<K>) =>
      inForce(`${kind}#${scope}`)?.value as ValueOf<K> | undefined,
    validFromOf: <K extends Kind>(kind: K, scope: ScopeOf<K>) => {
      const row = inForce(`${kind}#${scope}`);
      if (row === undefined) return undefined;
      // What it has come back from, where something else was in force for a time.
      const ends = begun.flatMap((other) => {
        const end = withdrawn.get(other.id);
        const wasInForce = end !== undefined && end <= now && end > other.validFrom;
        return wasInForce && settingKeyOf(other) === settingKeyOf(row) && outranks(other, row) ? [end] : [];
      });
      return instantOf(Math.max(row.validFrom, ...ends));
    },
    scopesOf: <K extends Kind>(kind: K) =>
      [...winners.values()].flatMap((row) => (row.kind === kind ? [row.scope as ScopeOf<K>] : [])),
    everyValueOf: <K extends Kind>(kind: K, scope: ScopeOf<K>) =>
      begun.flatMap((row) =>
        row.kind === kind && row.scope === scope && !isWithdrawn(row, withdrawn, now)
          ? [row.value as ValueOf<K>]
          : [],
      ),
  };
}
