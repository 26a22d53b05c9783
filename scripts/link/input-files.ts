import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { codeOf } from '../local/problem.ts';

export type InputFile = { readonly path: string; readonly bytes: number };

export type InputFiles = {
  readonly files: readonly InputFile[];
  /** Files of the given folders that have another ending. */
  readonly others: number;
};

/** The files that were named, and the link files of the folders that were named, each folder's in order of name. */
export async function inputFiles(paths: readonly string[]): Promise<Result<InputFiles, string>> {
  const files: InputFile[] = [];
  let others = 0;
  for (const path of paths) {
    try {
      const found = await stat(path);
      if (found.isFile()) files.push({ path, bytes: found.size });
      else if (!found.isDirectory()) return err(`${path} はファイルでもフォルダーでもありません。`);
      else {
        const entries = await readdir(path, { withFileTypes: true, recursive: true });
        const inside = entries
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => join(parentPath, name));
        const linked = inside.filter((name) => /\.(csv|tte)$/i.test(name)).sort();
        others += inside.length - linked.length;
        for (const name of linked) files.push({ path: name, bytes: (await stat(name)).size });
      }
    } catch (error) {
      const isGone = codeOf(error) === 'ENOENT';
      return err(
        isGone ? `${path} が見つかりません。` : `${path} を読めません（${codeOf(error) ?? '原因不明'}）。`,
      );
    }
  }
  return ok({ files, others });
}
