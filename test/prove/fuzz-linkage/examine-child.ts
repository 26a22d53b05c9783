import { checkFont, type GaijiFault } from '../../../functions/gaiji/index.ts';
import {
  type FileName,
  parseFileName,
  type RowFileName,
} from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import { createRowParser, WHOLE_ROW } from '../../../functions/linkage/parse-row.ts';
import {
  type FileProblem,
  inspectLinkFile,
  type RawRecord,
} from '../../../functions/linkage/read-link-file.ts';
import { RowRule } from '../../../functions/linkage/rules.ts';
import { valueClassOf } from '../../../functions/linkage/value-class.ts';
import {
  type ImpressionFault,
  ImpressionRules,
  impressionOfBase64,
} from '../../../functions/seal-images/index.ts';
import { peakOver } from '../peak-memory.ts';
import { createDigest, type Sound } from './reference.ts';

export type Question =
  | {
      readonly kind: 'link-file';
      readonly name: RowFileName;
      readonly bytes: Uint8Array;
      readonly chunk: number;
    }
  | { readonly kind: 'file-name'; readonly text: string }
  | { readonly kind: 'impression'; readonly text: string }
  | { readonly kind: 'font'; readonly bytes: Uint8Array };

export type Outcome =
  | { readonly kind: 'sound'; readonly file: Sound; readonly faultyRows: number }
  | { readonly kind: 'problems'; readonly problems: readonly FileProblem[] }
  | { readonly kind: 'name'; readonly name: FileName | undefined }
  | { readonly kind: 'picture'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'no-picture'; readonly fault: ImpressionFault }
  | { readonly kind: 'font'; readonly bytes: number }
  | { readonly kind: 'no-font'; readonly fault: GaijiFault }
  | { readonly kind: 'threw'; readonly message: string };

export type Examined = {
  /** Of the processor. */
  readonly milliseconds: number;
  readonly grownBytes: number;
  readonly outcome: Outcome;
};

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size);
}

async function readFile(name: RowFileName, chunks: AsyncIterable<Uint8Array>): Promise<Outcome> {
  const problems: FileProblem[] = [];
  const digest = createDigest();
  let rows = 0;
  const parse = createRowParser(name);
  const headings = new Set([WHOLE_ROW, ...columnsOf(name.feed).map(({ column }) => column)]);
  let faultyRows = 0;
  let sha256: string | undefined;
  const isFaulty = (record: RawRecord): boolean => {
    const parsed = parse(record);
    if (parsed.ok) return false;
    const isNamed = parsed.problems.every(
      ({ column, rule }) => headings.has(column) && RowRule.safeParse(rule).success,
    );
    if (!isNamed || parsed.problems.length === 0) throw new Error('a row is rejected without rule or column');
    return true;
  };
  for await (const event of inspectLinkFile(name, chunks)) {
    if (event.kind === 'problem') problems.push(event.problem);
    else if (event.kind === 'verified') sha256 = event.file.sha256;
    else
      for (const record of event.records) {
        if (isFaulty(record)) faultyRows += 1;
        for (const cell of record.cells) valueClassOf(cell);
        rows += 1;
        digest.take(record.cells);
      }
  }
  if (sha256 === undefined) return { kind: 'problems', problems };
  if (problems.length > 0) throw new Error('a file is verified and has problems');
  return { kind: 'sound', file: { rows, sha256, digest: digest.read() }, faultyRows };
}

const RULES = ImpressionRules.parse({ dpi: 300 });

async function outcomeOf(question: Question): Promise<Outcome> {
  switch (question.kind) {
    case 'link-file':
      return readFile(question.name, chunksOf(question.bytes, question.chunk));
    case 'file-name':
      return { kind: 'name', name: parseFileName(question.text) };
    case 'impression': {
      const read = impressionOfBase64(question.text, RULES);
      if (!read.ok) return { kind: 'no-picture', fault: read.error };
      const { columns, rows } = read.value.image;
      return { kind: 'picture', columns, rows };
    }
    case 'font': {
      const checked = checkFont(question.bytes);
      return checked.ok
        ? { kind: 'font', bytes: checked.value.bytes.length }
        : { kind: 'no-font', fault: checked.error };
    }
  }
}

process.on('message', async (question: Question) => {
  const grown = peakOver();
  const before = process.threadCpuUsage();
  const outcome = await outcomeOf(question).catch(
    (error: unknown): Outcome => ({
      kind: 'threw',
      message: error instanceof Error ? error.message : String(error),
    }),
  );
  const { user, system } = process.threadCpuUsage(before);
  const examined: Examined = { milliseconds: (user + system) / 1000, grownBytes: grown(), outcome };
  process.send?.(examined);
});
