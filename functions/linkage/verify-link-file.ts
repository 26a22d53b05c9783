import { err, ok, type Result } from '../shared/result.ts';
import type { RowFileName } from './layouts/envelope.ts';
import { type FileProblem, readLinkFile, type VerifiedFile } from './read-link-file.ts';

/** Reads a link file to its end, for what it says of itself: nothing of it is believed before. */
export async function verifyLinkFile(
  name: RowFileName,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Result<VerifiedFile, FileProblem>> {
  for await (const event of readLinkFile(name, bytes)) {
    if (event.kind === 'refused') return err(event.problem);
    if (event.kind === 'verified') return ok(event.file);
  }
  throw new Error('linkage: a file ended without a verdict');
}
