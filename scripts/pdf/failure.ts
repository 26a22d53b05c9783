import { readFile, stat, writeFile } from 'node:fs/promises';

/** What ends a command, in the words that its user reads. Codes: 1 failure, 2 wrong input, 3 refused. */
export class Failure extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The bytes of a file that an option names. */
export async function bytesOf(file: string, limit: number): Promise<Buffer> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new Failure(`${file} が見つかりません。`, 2);
  if (!found.isFile()) throw new Failure(`${file} はファイルではありません。`, 2);
  if (found.size > limit)
    throw new Failure(`${file} が大きすぎます（${limit.toLocaleString('ja')} バイトまで）。`, 2);
  return readFile(file).catch(() => {
    throw new Failure(`${file} を読めません。`, 2);
  });
}

/** The same of a text file; what is no UTF-8 is refused, so that no character is read as another. */
export async function textOf(file: string, limit: number): Promise<string> {
  const bytes = await bytesOf(file, limit);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Failure(`${file} は UTF-8 の文書ではありません。`, 2);
  }
}

export async function jsonOf(file: string, limit: number): Promise<unknown> {
  const text = await textOf(file, limit);
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(`${file} は正しい JSON ではありません。`, 2);
  }
}

export async function save(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes).catch(() => {
    throw new Failure(`${file} に書き込めません。--out に別の場所を指定してください。`, 1);
  });
}
