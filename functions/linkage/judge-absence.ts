import {
  type AbsenceJudgement,
  compareSequence,
  type Outcome,
  type RegistryChange,
  subjectOfFact,
} from '../registry/index.ts';
import type { PersonId } from '../shared/ids.ts';
import { applyRows } from './apply-rows.ts';
import { type FullFile, fullFor, horizonOf, isSameFile, placeOf, placeOfFull } from './full-files.ts';
import type { IngestDependencies } from './ingest.ts';
import { formatFileName, type RowFileName } from './layouts/envelope.ts';
import { hashOfNamed, type NamedSet } from './named-set.ts';

/** Something that is known of a person, for a full file to name or not. */
export type Thing = { readonly personId: PersonId; readonly subject: string | undefined };

/**
 * What a feed's full files say of its people, while a file of the feed is applied. A full file makes itself known before
 * it looks through the registry; whoever writes looks for such files before *and after*. So of two that are at work at
 * the same time at least one sees the other, whichever is killed, and marks follow from the set of files alone.
 */
export type AbsenceJudge = {
  /** The full files that speak now, newest first, as they were last read. */
  readonly files: () => readonly FullFile[];
  /** Works until the full files are after it what they were before it. */
  readonly settled: <T>(work: () => Promise<T>) => Promise<T>;
  /** One judgement for each of the things of which a full file speaks. */
  readonly judge: (things: readonly Thing[]) => Promise<readonly AbsenceJudgement[]>;
  /** Applies rows, and with them the marks of those whom a full file, made later or of newer rows, does not name. */
  readonly applyRows: (changes: readonly RegistryChange[]) => Promise<readonly Outcome[]>;
  /** Spares the reading of a set that is at hand. */
  readonly keep: (file: FullFile, named: NamedSet) => void;
};

const ATTEMPTS = 20;

/** Another full file has taken the place of one whose set was to be read. */
class Moved extends Error {}

export function createAbsenceJudge(
  { registry, fulls }: Pick<IngestDependencies, 'registry' | 'fulls'>,
  name: RowFileName,
): AbsenceJudge {
  const { municipality, feed } = name;
  let files: readonly FullFile[] | undefined;
  const sets = new Map<string, NamedSet>();

  const look = async (): Promise<boolean> => {
    const found = await fulls.read(municipality, feed);
    const isAsBefore =
      files?.length === found.length && files.every((file, index) => isSameFile(file, found[index] ?? file));
    if (isAsBefore) return false;
    files = found;
    const kept = new Set(found.map(({ sha256 }) => sha256));
    for (const sha256 of sets.keys()) if (!kept.has(sha256)) sets.delete(sha256);
    return true;
  };

  const setOf = async (file: FullFile): Promise<NamedSet> => {
    const set = sets.get(file.sha256) ?? (await fulls.readNamed(municipality, feed, file));
    if (set === undefined) throw new Moved('linkage: another full file has taken its place');
    sets.set(file.sha256, set);
    return set;
  };

  const settled = async <T>(work: () => Promise<T>): Promise<T> => {
    if (files === undefined) await look();
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        const result = await work();
        if (!(await look())) return result;
      } catch (error) {
        if (!(error instanceof Moved)) throw error;
        await look();
      }
    }
    throw new Error('linkage: the full files of a feed keep changing');
  };

  const judge = async (things: readonly Thing[]): Promise<readonly AbsenceJudgement[]> => {
    const judgements: AbsenceJudgement[] = [];
    for (const { personId, subject } of things) {
      const file = fullFor(files ?? [], subject);
      if (file === undefined) continue;
      const isNamed = (sets.get(file.sha256) ?? (await setOf(file))).has(hashOfNamed(personId, subject));
      judgements.push({ kind: 'absence', feed, personId, subject, isNamed, ...sayingOf(name, file) });
    }
    return judgements;
  };

  /** Whatever a full file had to name, by where it stands. All else is news to it. */
  const judgedOf = (changes: readonly RegistryChange[]): readonly Thing[] => {
    const place = placeOf(name);
    const things = new Map<string, Thing>();
    for (const change of changes) {
      if (change.kind === 'rejected' || change.kind === 'absence') continue;
      const subject = subjectOfFact(change);
      const file = fullFor(files ?? [], subject);
      if (file === undefined) continue;
      const isLate = compareSequence(place, placeOfFull(file)) < 0;
      if (!isLate && compareSequence(change.sequence, horizonOf(file)) > 0) continue;
      const { personId } = change.fact;
      things.set(`${personId}\n${subject}`, { personId, subject });
    }
    return [...things.values()];
  };

  return {
    files: () => files ?? [],
    settled,
    judge,
    keep: (file, named) => void sets.set(file.sha256, named),
    applyRows: async (changes) => {
      let outcomes: readonly Outcome[] | undefined;
      return settled(async () => {
        const judgements = await judge(judgedOf(changes));
        if (outcomes === undefined) {
          // Whoever is named needs no word: nobody has a mark of the file that speaks now who is.
          const marks = judgements.filter(({ isNamed }) => !isNamed);
          outcomes = (await applyRows(registry, municipality, [...changes, ...marks])).slice(
            0,
            changes.length,
          );
        } else await applyRows(registry, municipality, judgements);
        return outcomes;
      });
    },
  };
}

/** What every judgement of a full file says of the file. */
function sayingOf(
  { municipality, feed }: RowFileName,
  file: FullFile,
): Pick<AbsenceJudgement, 'sequence' | 'origin'> {
  const { epoch, fileNumber } = file;
  const fileName = formatFileName({ municipality, feed, kind: 'full', epoch, fileNumber });
  return { sequence: horizonOf(file), origin: { fileName, line: 1, place: placeOfFull(file) } };
}
