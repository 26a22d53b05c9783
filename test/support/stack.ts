import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LocalDate } from '../../functions/shared/time.ts';
import { StackFile } from '../../scripts/deploy/stack-file.ts';
import { enterLocalAws } from '../../scripts/local/loopback.ts';
import { TEST_PLACE } from '../../scripts/local/places.ts';

const World = z.object({ residents: z.int(), seed: z.string(), today: LocalDate });

/** Where the tests' own running system is described; its logs lie beside it. */
export const testStackFile = (): string =>
  process.env['KOFU_TEST_STACK'] ?? join(TEST_PLACE.directory, 'stack.json');

/**
 * The tests' own running system; this process may speak to its engine only. `KOFU_TEST_STACK` names the stack file of
 * one that runs already.
 */
export function testStack(): StackFile & { readonly world: z.infer<typeof World> } {
  const text = readFileSync(testStackFile(), 'utf8');
  const stack = z.object({ ...StackFile.shape, world: World }).parse(JSON.parse(text));
  enterLocalAws(stack.endpoint, stack.region);
  return stack;
}
