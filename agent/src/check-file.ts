import { examineFile } from '../../functions/linkage/examine-file.ts';
import {
  formatFileName,
  isRowFile,
  parseFileName,
  type RowFileName,
} from '../../functions/linkage/layouts/envelope.ts';
import { FileRule, type RowRule } from '../../functions/linkage/rules.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import {
  type Content,
  type ContentDigest,
  createContentDigest,
  LARGEST_FILE,
  PART_BYTES,
} from './content.ts';
import type { Refusal } from './rules.ts';
import { SFNT_HEAD, sfntLength } from './sfnt.ts';

/** A broken rule and its place; never the value. */
export type Finding = {
  readonly rule: FileRule | RowRule;
  readonly line: number;
  readonly column: string | undefined;
};

export type Examined = {
  readonly rows: number;
  /** Rows with a fault. */
  readonly faultyRows: number;
  /** In the file's order, the first `MOST_FINDINGS` of them. */
  readonly findings: readonly Finding[];
};

/** A file that is whole. Some of its rows may break rules: the registry rejects each of them alone. */
export type CheckedFile = Examined & { readonly content: Content };
export type Refused = { readonly refusal: Refusal; readonly examined?: Examined };
export type Verdict = Result<CheckedFile, Refused>;

/** Bounds the memory that a file of nothing but faults can take. */
export const MOST_FINDINGS = 10_000;

export type CheckFile = (name: string, size: number, chunks: AsyncIterable<Uint8Array>) => Promise<Verdict>;

/** Reads a file to its end with the very rules by which it will be read when it has arrived. */
export const createFileChecker =
  (municipality: MunicipalityCode, partBytes = PART_BYTES): CheckFile =>
  async (name, size, chunks) => {
    const parsed = parseFileName(name);
    // One number has one name: `0000042` would arrive under another one.
    if (parsed === undefined || formatFileName(parsed) !== name) return refused('file-name');
    if (parsed.municipality !== municipality) return refused('other-municipality');
    if (size > LARGEST_FILE) return refused('too-large');
    const digest = createContentDigest(partBytes);
    return isRowFile(parsed) ? checkRows(parsed, chunks, digest) : checkFont(chunks, digest);
  };

const refused = (rule: Refusal['rule']): Verdict => err({ refusal: { rule } });

async function checkRows(
  name: RowFileName,
  chunks: AsyncIterable<Uint8Array>,
  digest: ContentDigest,
): Promise<Verdict> {
  const findings: Finding[] = [];
  let refusal: Refusal | undefined;
  for await (const event of examineFile(name, digested(chunks, digest.update))) {
    if (event.kind === 'end') {
      const { rows, faultyRows, file } = event;
      const examined = { rows, faultyRows, findings };
      if (file !== undefined) return ok({ ...examined, content: digest.end() });
      if (refusal === undefined) break;
      return err({ refusal, examined });
    }
    for (const { rule, line, column } of event.findings) {
      const ofFile = FileRule.safeParse(rule);
      if (ofFile.success) refusal ??= { rule: ofFile.data, line, column };
      if (findings.length < MOST_FINDINGS) findings.push({ rule, line, column });
    }
  }
  throw new Error('agent: a file ended without a verdict');
}

async function checkFont(chunks: AsyncIterable<Uint8Array>, digest: ContentDigest): Promise<Verdict> {
  let head = Buffer.alloc(0);
  for await (const chunk of chunks) {
    digest.update(chunk);
    if (head.byteLength < SFNT_HEAD) head = Buffer.concat([head, chunk]).subarray(0, SFNT_HEAD);
  }
  const content = digest.end();
  const length = sfntLength(head);
  if (length === undefined || content.size < length.least || content.size > length.most)
    return refused('font');
  return ok({ content, rows: 0, faultyRows: 0, findings: [] });
}

async function* digested(
  chunks: AsyncIterable<Uint8Array>,
  update: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    update(chunk);
    yield chunk;
  }
}
