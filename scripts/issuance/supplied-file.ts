import { readFile, stat } from 'node:fs/promises';
import type { SuppliedFile } from '../../functions/issuance/proof-contract.ts';
import { readBack } from '../../functions/pdf/index.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';

/** More than any certificate has. */
const MAXIMUM_BYTES = 20_000_000;

/**
 * What the comparison needs of a PDF; the file itself stays on this machine. Error: one sentence for whoever named it.
 */
export async function suppliedFile(path: string): Promise<Result<SuppliedFile, string>> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined) return err(`${path} というファイルはありません。`);
  if (size > MAXIMUM_BYTES) return err(`${path} は大きすぎます（20 MB まで）。`);
  const content = await readFile(path).catch(() => undefined);
  if (content === undefined) return err(`${path} を読めません。`);
  const read = readBack(content);
  return ok({
    sha256: sha256Hex(content),
    bytes: content.length,
    pages: read.ok ? read.value.pages.length : null,
    tag: read.ok ? read.value.tag : null,
  });
}
