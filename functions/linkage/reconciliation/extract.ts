import type { Sequence } from '../../registry/index.ts';
import type { PersonId } from '../../shared/ids.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { RowFileName } from '../layouts/envelope.ts';
import { createRowParser, type ParsedRow } from '../parse-row.ts';
import type { FileProblem, VerifiedFile } from '../read-link-file.ts';
import { readRows } from '../read-rows.ts';
import type { RowSettings } from '../row-to-fact.ts';
import type { LinkageStore } from '../store.ts';
import { verifyLinkFile } from '../verify-link-file.ts';
import { subjectOfFact } from './subjects.ts';

/** A full link file that is compared with the registry. It is read more than once. */
export type ExtractSource = {
  readonly name: RowFileName;
  readonly bytes: number;
  readonly open: () => AsyncIterable<Uint8Array>;
};

/** Holds texts by bucket until they are asked for, outside the memory of the process where they are many. */
export type Spill = {
  readonly add: (bucket: number, text: string) => void;
  readonly read: (bucket: number) => readonly string[];
};

/** One row of an extract. */
export type ExtractRow = {
  readonly personId: PersonId;
  readonly subject: string | undefined;
  readonly sequence: Sequence;
  readonly line: number;
  readonly fact: object;
};

/** That the extract names a person, though with a row that breaks a rule. */
export type RejectedRow = Pick<ExtractRow, 'personId' | 'subject'> & { readonly rejected: true };

/** A full extract, taken apart by bucket. */
export type Extract = {
  readonly name: RowFileName;
  readonly file: VerifiedFile;
  readonly rows: number;
  /** Up to where it speaks of what has changed. */
  readonly horizon: Sequence;
  /** Of feed `tax`: what lies before it, the extract has left behind. */
  readonly oldestYear: string | undefined;
  readonly rowsIn: (bucket: number) => readonly (ExtractRow | RejectedRow)[];
};

export type ExtractDependencies = {
  readonly linkage: Pick<LinkageStore, 'readWatermark' | 'readFile'>;
  readonly bucketIndexOf: (personId: PersonId) => number;
  readonly settings: Partial<RowSettings>;
  readonly spill: Spill;
  readonly onBytes: (bytes: number) => void;
  readonly onRejected: (row: FaultyRow) => void;
};

/** A row that breaks a rule. */
export type FaultyRow = Exclude<ParsedRow, { readonly ok: true }>;

/** Verifies an extract to its end before anything of it is believed, and takes it apart. */
export async function takeApart(
  source: ExtractSource,
  deps: ExtractDependencies,
): Promise<Result<Extract, FileProblem>> {
  const { name, open } = source;
  const verified = await verifyLinkFile(name, counted(open(), deps.onBytes));
  if (!verified.ok) return verified;
  const parse = createRowParser(name, {
    ...deps.settings,
    layoutVersion: verified.value.header.layoutVersion,
  });
  let [highest, oldestYear]: [number, string | undefined] = [0, undefined];
  for await (const { records } of readRows(counted(open(), deps.onBytes))) {
    for (const record of records) {
      const row = parse(record);
      if (!row.ok) {
        deps.onRejected(row);
        const { personId, subject } = row.salvaged;
        if (personId !== undefined) spillRow(deps, { personId, subject, rejected: true });
        continue;
      }
      const { fact, sequence } = row.change;
      const subject = subjectOfFact(row.change);
      const { personId } = fact;
      spillRow(deps, { personId, subject, sequence, line: row.line, fact });
      if (sequence.epoch === name.epoch) highest = Math.max(highest, sequence.number);
      if (name.feed === 'tax' && subject !== undefined && subject < (oldestYear ?? '9999'))
        oldestYear = subject;
    }
  }
  const known = await numberKnownBefore(deps.linkage, name, verified.value);
  return ok({
    name,
    file: verified.value,
    rows: verified.value.rows,
    horizon: { epoch: name.epoch, number: Math.max(1, highest, known) },
    oldestYear,
    rowsIn: (bucket) => deps.spill.read(bucket).map((text) => JSON.parse(text)),
  });
}

const spillRow = ({ spill, bucketIndexOf }: ExtractDependencies, row: ExtractRow | RejectedRow): void =>
  spill.add(bucketIndexOf(row.personId), JSON.stringify(row));

/** Up to which row the feed was known when the extract was made, so far as that can be told: it had to name all of that. */
async function numberKnownBefore(
  linkage: ExtractDependencies['linkage'],
  name: RowFileName,
  file: VerifiedFile,
): Promise<number> {
  const state = (await linkage.readFile(name))?.state;
  if (state !== undefined && state.state !== 'refused' && state.sha256 === file.sha256)
    return state.numberBefore;
  const watermark = await linkage.readWatermark(name.municipality, name.feed);
  const isNewest = watermark?.epoch === name.epoch && watermark.fileNumber < name.fileNumber;
  return isNewest ? watermark.number : 0;
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.byteLength);
    yield chunk;
  }
}
