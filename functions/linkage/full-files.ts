import { z } from 'zod';
import { compareSequence, type FilePlace, type Sequence } from '../registry/index.ts';
import { type FileName, seriesOf } from './layouts/envelope.ts';

/** A full file all of whose rows have been applied, as far as it says who is missing (docs/adr/0084). */
export const FullFile = z.object({
  epoch: z.int().min(1),
  fileNumber: z.int().min(1),
  /** Of its content. */
  sha256: z.string(),
  /** Its highest row number. */
  number: z.int().min(1),
  /** The oldest year of which it speaks; empty where it speaks of everything (every feed but `tax`). */
  oldestYear: z.string(),
  /** Items in which the set of all that it names is kept. */
  parts: z.int().min(0),
});
export type FullFile = z.infer<typeof FullFile>;

/** Of urgent files: what they say takes something away, and no full file could have had to name it. */
const AFTER_ALL: FilePlace = { epoch: 1_000_000, number: 1 };

/** Where a file stands among those of its feed. Urgent ones are numbered by themselves: only their rows have an order. */
export const placeOf = (name: Pick<FileName, 'kind' | 'epoch' | 'fileNumber'>): FilePlace =>
  seriesOf(name) === 'urgent' ? AFTER_ALL : { epoch: name.epoch, number: name.fileNumber };

export const horizonOf = ({ epoch, number }: FullFile): Sequence => ({ epoch, number });

/** The same file with the same content. */
export const isSameFile = (a: FullFile, b: FullFile): boolean =>
  a.sha256 === b.sha256 && a.epoch === b.epoch && a.fileNumber === b.fileNumber;

/**
 * The full files that speak of something of which no newer one speaks, newest first: one for every feed but `tax`, whose
 * full files leave old years behind. Follows from the set of files, whatever their order.
 */
export function withFull(before: readonly FullFile[], file: FullFile): readonly FullFile[] {
  const place = placeOfFull(file);
  const others = before.filter((other) => compareSequence(placeOfFull(other), place) !== 0);
  const ordered = [file, ...others].sort((a, b) => compareSequence(placeOfFull(b), placeOfFull(a)));
  return ordered.filter((one, index) =>
    ordered.slice(0, index).every((newer) => one.oldestYear < newer.oldestYear),
  );
}

/** The one that says whether this is there. */
export const fullFor = (files: readonly FullFile[], subject: string | undefined): FullFile | undefined =>
  files.find(({ oldestYear }) => oldestYear <= (subject ?? ''));

export const placeOfFull = ({ epoch, fileNumber }: FullFile): FilePlace => ({ epoch, number: fileNumber });
