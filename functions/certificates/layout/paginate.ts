import { err, ok, type Result } from '../../shared/result.ts';
import type { CompiledTemplate } from '../compile/compile-template.ts';
import type { FittedBlock } from './fit-blocks.ts';
import type { Overflow } from './fit-text.ts';

const fullHeight = ({ block, height }: FittedBlock): number => block.gap + height;

/**
 * Fills pages in order, below what every page repeats; the last one keeps room for what closes the certificate. A block
 * is never split. Errors: `overflow` naming the block that fits on no page.
 */
export function paginate(
  { body }: CompiledTemplate,
  repeated: readonly FittedBlock[],
  blocks: readonly FittedBlock[],
): Result<readonly (readonly FittedBlock[])[], Overflow> {
  const top = repeated.reduce((sum, block) => sum + fullHeight(block), body.top);
  const room = body.bottom - top;
  const lastRoom = body.lastBottom - top;
  const tooHigh = blocks.find(
    (block, index) => fullHeight(block) > (index === blocks.length - 1 ? lastRoom : room),
  );
  if (tooHigh !== undefined) return err({ kind: 'overflow', field: tooHigh.name });
  const pages: FittedBlock[][] = [];
  let page: FittedBlock[] = [];
  let used = 0;
  for (const block of blocks) {
    if (page.length > 0 && used + fullHeight(block) > room) {
      pages.push(page);
      page = [];
      used = 0;
    }
    page.push(block);
    used += fullHeight(block);
  }
  const last = page.at(-1);
  if (last !== undefined && used > lastRoom) {
    pages.push(page.slice(0, -1));
    page = [last];
  }
  pages.push(page);
  return ok(pages);
}
