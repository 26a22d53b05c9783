import {
  type FullFile,
  fullFor,
  placeOf,
  placeOfFull,
  withFull,
} from '../../../functions/linkage/full-files.ts';
import { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf, LAYOUTS } from '../../../functions/linkage/layouts/feeds.ts';
import { knownBy } from '../../../functions/registry/index.ts';
import { createMemoryRegistry } from '../../unit/registry/sample-changes.ts';
import { type LinkFile, titleOf } from './files.ts';

/**
 * What the pure rules make of the same files: of their rows, one after another, and then of the newest full files, by
 * what each person is known to have in the end.
 */
export function expectedRegistry(files: readonly LinkFile[]): ReturnType<typeof createMemoryRegistry> {
  const registry = createMemoryRegistry();
  for (const { name, facts } of files)
    for (const { change } of facts) {
      if (change === undefined) continue;
      registry.apply({ ...change, origin: { ...change.origin, place: placeOf(name) } });
    }
  for (const feed of RowFeed.options) {
    const fulls = files.filter(({ name }) => name.feed === feed && name.kind === 'full');
    const speaking = fulls.map(fullFileOf).reduce(withFull, []);
    for (const [personId, gate] of registry.gates)
      for (const { subject } of knownBy(feed, gate)) {
        const full = fullFor(speaking, subject);
        const file = fulls.find((one) => titleOf(one) === full?.sha256);
        if (full === undefined || file === undefined) continue;
        const isNamed = namedIn(file).some(
          (named) => named.personId === personId && (subject === undefined || named.subject === subject),
        );
        const sequence = { epoch: full.epoch, number: full.number };
        const origin = { fileName: titleOf(file), line: 1, place: placeOfFull(full) };
        registry.apply({ kind: 'absence', feed, personId, subject, isNamed, sequence, origin });
      }
  }
  return registry;
}

function fullFileOf(file: LinkFile): FullFile {
  const { epoch, fileNumber, feed } = file.name;
  const years = feed === 'tax' ? namedIn(file).flatMap(({ subject }) => subject ?? []) : [];
  return {
    epoch,
    fileNumber,
    sha256: titleOf(file),
    number: highestOf(file),
    parts: 0,
    oldestYear: years.sort()[0] ?? '',
  };
}

const highestOf = ({ name, facts }: LinkFile): number =>
  Math.max(
    1,
    ...facts.flatMap(({ change, epoch }) =>
      change !== undefined && change.kind !== 'rejected' && epoch === name.epoch
        ? [change.sequence.number]
        : [],
    ),
  );

const namedIn = ({ name: { feed }, facts }: LinkFile) =>
  facts.map(({ cells }) => ({
    personId: cells[columnsOf(feed).findIndex(({ property }) => property === 'personId')],
    subject: LAYOUTS[feed][1]?.subjectOf(cells),
  }));
