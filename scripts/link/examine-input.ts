import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkFont, MAXIMUM_FONT_BYTES } from '../../functions/gaiji/index.ts';
import { examineFile, type Finding } from '../../functions/linkage/examine-file.ts';
import { type FileName, isRowFile, parseFileName } from '../../functions/linkage/index.ts';
import { FILE_RULE_TEXTS, ROW_RULE_TEXTS } from '../../functions/linkage/rules.ts';
import { codeOf } from '../local/problem.ts';
import type { InputFile } from './input-files.ts';

/** A finding in words; `rule` also names what only a whole file can break before it is read. */
export type Reported = Omit<Finding, 'rule' | 'line'> & {
  readonly rule: Finding['rule'] | 'file-name' | 'font';
  readonly line?: number;
  readonly text: string;
};

export type FileEnd =
  /** `isWhole`: nothing is wrong with the file itself. */
  | {
      readonly kind: 'examined';
      readonly rows: number;
      readonly faultyRows: number;
      readonly isWhole: boolean;
    }
  /** The name does not say what it is. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreadable'; readonly code: string };

/** The name of a file by its path, undefined where it is no link file's. */
export const nameOf = (path: string): FileName | undefined => parseFileName(basename(path));

/** Examines one file of any feed; every finding is passed on as it is made. */
export async function examineInput(file: InputFile, take: (finding: Reported) => void): Promise<FileEnd> {
  const name = nameOf(file.path);
  if (name === undefined) {
    take({ rule: 'file-name', text: FILE_NAME_TEXT });
    return { kind: 'unknown' };
  }
  try {
    if (isRowFile(name)) return await examineRows(name, file, take);
    return await examineFont(file, take);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return { kind: 'unreadable', code };
  }
}

const FILE_NAME_TEXT =
  'ファイル名が「団体コード-フィード-種別-世代-番号.csv」（外字は .tte）でない。中身は検査していない。';

type RowFile = Parameters<typeof examineFile>[0];

async function examineRows(
  name: RowFile,
  { path }: InputFile,
  take: (finding: Reported) => void,
): Promise<FileEnd> {
  for await (const event of examineFile(name, createReadStream(path), { findsTwoContents: true })) {
    if (event.kind === 'end') {
      const { rows, faultyRows, file } = event;
      return { kind: 'examined', rows, faultyRows, isWhole: file !== undefined };
    }
    for (const finding of event.findings) take({ ...finding, text: RULE_TEXTS[finding.rule] });
  }
  throw new Error('link: an examination ended without an end');
}

const RULE_TEXTS = { ...FILE_RULE_TEXTS, ...ROW_RULE_TEXTS };

async function examineFont({ path, bytes }: InputFile, take: (finding: Reported) => void): Promise<FileEnd> {
  const fault = bytes > MAXIMUM_FONT_BYTES ? undefined : faultOf(checkFont(await readFile(path)));
  const isSound = bytes <= MAXIMUM_FONT_BYTES && fault === undefined;
  if (bytes > MAXIMUM_FONT_BYTES) {
    const most = (MAXIMUM_FONT_BYTES / 2 ** 20).toLocaleString('ja');
    take({ rule: 'font', text: `外字フォントが ${most} MB より大きい。` });
  } else if (fault !== undefined) {
    take({ rule: 'font', text: `外字フォントとして使えない（表 ${fault.table}: ${fault.detail}）。` });
  }
  return { kind: 'examined', rows: 0, faultyRows: 0, isWhole: isSound };
}

const faultOf = (checked: ReturnType<typeof checkFont>) => (checked.ok ? undefined : checked.error);
