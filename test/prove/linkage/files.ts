import {
  type FileKind,
  formatFileName,
  inboxKey,
  RowFeed,
  type RowFileName,
  seriesOf,
} from '../../../functions/linkage/layouts/envelope.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { fileOf, utf16be, utf16le, type Wish } from '../../unit/linkage/sample-files.ts';
import { CITY, type LinkFact } from './facts.ts';

/** A link file as a core system has made it. */
export type LinkFile = {
  readonly name: RowFileName;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly facts: readonly LinkFact[];
  /** The same file as a broken line would deliver it, if it does. */
  readonly damaged: Uint8Array | undefined;
};

/** The facts of a feed in files of one kind, which as yet have no numbers. */
type Draft = { readonly kind: FileKind; readonly facts: readonly LinkFact[] };

/**
 * Puts facts into files, each into at least one: differential and urgent ones of any size, and full ones. These name
 * all that the feed knows, unless somebody shall be absent; long facts are always said by a full one too. Every series is numbered from 1, in any order.
 */
export function filesOf(
  facts: readonly LinkFact[],
  random: Random,
  { isAnybodyAbsent, isLong = false }: { readonly isAnybodyAbsent: boolean; readonly isLong?: boolean },
): readonly LinkFile[] {
  const withFull = isAnybodyAbsent || random.chance(0.4);
  return RowFeed.options.flatMap((feed) => {
    const own = facts.filter((fact) => fact.feed === feed);
    if (own.length === 0) return [];
    return numbered(
      feed,
      random.shuffle(
        draftsOf(own, random, { withFull: isLong || (withFull && random.chance(0.5)), isAnybodyAbsent }),
      ),
      random,
    );
  });
}

type Fulls = { readonly withFull: boolean; readonly isAnybodyAbsent: boolean };

function draftsOf(
  facts: readonly LinkFact[],
  random: Random,
  { withFull, isAnybodyAbsent }: Fulls,
): readonly Draft[] {
  const urgent = facts.filter(({ isUrgent, isNegative }) => isUrgent || (isNegative && random.chance(0.3)));
  const sent = new Set(urgent);
  const regular = facts.filter((fact) => !fact.isUrgent && (!sent.has(fact) || random.chance(0.3)));
  const split = (kind: FileKind, rows: readonly LinkFact[]): readonly Draft[] => {
    const arranged = random.shuffle([...rows, ...rows.filter(() => random.chance(0.2))]);
    const drafts: Draft[] = random.chance(0.1) ? [{ kind, facts: [] }] : [];
    for (let start = 0; start < arranged.length; ) {
      const length = random.chance(0.2) ? arranged.length : random.integer(1, 12);
      drafts.push({ kind, facts: arranged.slice(start, start + length) });
      start += length;
    }
    return drafts;
  };
  // What only urgent files say is left out of full ones, unless it says the same there.
  const all = facts.filter(({ isUrgent, isNegative }) => !isUrgent || isNegative);
  const full = (): Draft => {
    const named = isAnybodyAbsent ? all.filter(() => random.chance(0.7)) : all;
    return { kind: 'full', facts: random.shuffle(named) };
  };
  const fulls = withFull ? Array.from({ length: random.integer(1, 2) }, full) : [];
  return [...split('diff', regular), ...split('urgent', urgent), ...fulls];
}

function numbered(feed: RowFeed, drafts: readonly Draft[], random: Random): readonly LinkFile[] {
  const last = new Map<string, number>();
  return drafts.map(({ kind, facts }) => {
    const epoch = Math.max(1, ...facts.map((fact) => fact.epoch));
    const series = `${epoch}#${seriesOf({ kind })}`;
    const fileNumber = (last.get(series) ?? 0) + 1;
    last.set(series, fileNumber);
    const name: RowFileName = { municipality: CITY, feed, kind, epoch, fileNumber };
    const bytes = fileOf(name, facts.map(recordOf), random.pick(ENCODINGS));
    const cut = bytes.subarray(0, random.integer(1, bytes.byteLength - 1));
    return { name, key: inboxKey(name), bytes, facts, damaged: random.chance(0.15) ? cut : undefined };
  });
}

const ENCODINGS: readonly Wish[] = [
  {},
  {},
  { bom: true, eol: '\r\n' },
  { bom: true, encode: utf16le },
  { bom: true, encode: utf16be },
];

const recordOf = ({ cells }: LinkFact): string =>
  cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');

export const titleOf = ({ name }: LinkFile): string => formatFileName(name);
