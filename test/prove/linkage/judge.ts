import { isDeepStrictEqual } from 'node:util';
import { createClosureStore } from '../../../functions/closures/index.ts';
import { freshnessOf, partsAgainst } from '../../../functions/linkage/freshness.ts';
import { seriesOf } from '../../../functions/linkage/layouts/envelope.ts';
import { createLinkageStore } from '../../../functions/linkage/store.ts';
import { type FeedSeries, withApplied } from '../../../functions/linkage/watermark.ts';
import { CertificateFamily } from '../../../functions/shared/certificate-types.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { NOW } from '../../unit/linkage/ingest-world.ts';
import { MADE_AT } from '../../unit/linkage/sample-files.ts';
import { contentOf, type createMemoryRegistry } from '../../unit/registry/sample-changes.ts';
import { registryInTable } from '../registry-in-table.ts';
import { watcher } from './deliver.ts';
import { expectedRegistry } from './expected.ts';
import { CITY } from './facts.ts';
import { type LinkFile, titleOf } from './files.ts';
import type { Storage } from './storage.ts';

/** Every file applied, and every row of it counted once. */
export async function countsFault(
  storage: Storage,
  files: readonly LinkFile[],
  { isAnybodyAbsent }: { readonly isAnybodyAbsent: boolean },
): Promise<string | undefined> {
  const store = createLinkageStore({ client: storage.registry, table: storage.tables.registry });
  for (const file of files) {
    const state = (await store.readFile(file.name))?.state;
    if (state?.state !== 'applied') return `${titleOf(file)} is ${state?.state ?? 'lost'}`;
    const { read, applied, superseded, rejected } = state.counts;
    const unreadable = file.facts.filter(({ change }) => change === undefined).length;
    const isClosed = read === file.facts.length && read === applied + superseded + rejected;
    if (!isClosed) return `${titleOf(file)}: of ${file.facts.length} rows ${read} are counted`;
    if (state.unmarked !== unreadable) return `${titleOf(file)}: ${state.unmarked} rows without a person`;
    if (!isAnybodyAbsent && state.absent > 0)
      return `${titleOf(file)}: ${state.absent} absent, and it names all`;
  }
  return undefined;
}

/** Whether the registry is what the pure rules make of the same files, the places of the newest rows included. */
export async function registryFault(
  storage: Storage,
  files: readonly LinkFile[],
): Promise<string | undefined> {
  const items = new Map([...(await storage.items())].filter(([key]) => /^[PHFKSD]#/.test(key)));
  const [expected, found] = [expectedRegistry(files), registryInTable(items)].map(viewOf);
  const parts = Object.keys(expected ?? {}).filter(
    (part) => !isDeepStrictEqual(found?.[part], expected?.[part]),
  );
  return parts.length === 0 ? undefined : `another registry: ${parts.join(', ')}`;
}

type Registry = ReturnType<typeof createMemoryRegistry>;

/** As a table has it: what is undefined is not there. */
function viewOf(registry: Registry): Readonly<Record<string, unknown>> {
  const places = [...registry.gates].map(([id, { firstIn = {} }]) => [id, Object.entries(firstIn).sort()]);
  return { ...JSON.parse(JSON.stringify(contentOf(registry))), places: places.sort() };
}

/** Watermarks, failures and closures are those of the files in the order in which they were made. */
export async function seriesFault(storage: Storage, files: readonly LinkFile[]): Promise<string | undefined> {
  const store = createLinkageStore({ client: storage.registry, table: storage.tables.registry });
  const found = await store.readSeries(CITY);
  const expected = new Map<string, FeedSeries>();
  for (const file of inOrder(files)) {
    const { feed, epoch, fileNumber } = file.name;
    const series = seriesOf(file.name);
    const before = expected.get(`${feed}#${series}`) ?? { feed, series, failed: [] };
    const numbers = file.facts.flatMap(({ change, epoch: of }) =>
      change !== undefined && change.kind !== 'rejected' && of === epoch ? [change.sequence.number] : [],
    );
    const madeAt = instantOf(Date.parse(MADE_AT));
    expected.set(
      `${feed}#${series}`,
      withApplied(before, {
        epoch,
        fileNumber,
        number: Math.max(0, ...numbers),
        madeAt,
        appliedAt: NOW,
        isFull: file.name.kind === 'full',
        unreadable: file.facts.filter(({ change }) => change === undefined).length,
      }),
    );
  }
  const text = (all: Iterable<FeedSeries>) =>
    [...all].map((one) => [`${one.feed}#${one.series}`, one]).sort();
  if (!isDeepStrictEqual(text(found), text(expected.values()))) return 'another watermark';
  await watcher(storage, { client: (client) => client })(CITY);
  const latches = await createClosureStore({
    client: storage.staff,
    table: storage.tables.staff,
  }).readLatches(CITY);
  const limits = () => Array.from({ length: 24 }, () => 60);
  const wanted = CertificateFamily.options.flatMap((family) =>
    partsAgainst(freshnessOf(found, limits, NOW), family).map((part) => `${family} ${part}`),
  );
  const closed = latches.map(({ type, part }) => `${type} ${part}`);
  return isDeepStrictEqual(closed.sort(), wanted.sort()) ? undefined : 'other closures';
}

/** As a core system has made them. */
export const inOrder = (files: readonly LinkFile[]): readonly LinkFile[] =>
  [...files].sort((a, b) => a.name.epoch - b.name.epoch || a.name.fileNumber - b.name.fileNumber);
