import type { InspectFault } from '../../../functions/pdf/inspect/inspect-fault.ts';
import { type Inspected, inspectPdf } from '../../../functions/pdf/inspect/inspect-pdf.ts';
import { peakOver } from '../peak-memory.ts';

/** What became of one file: the time of the better attempt, and the most memory of any. */
export type Inspection = {
  readonly milliseconds: number;
  readonly grownBytes: number;
  readonly outcome: { readonly pages: number; readonly decidedBy: Inspected['decidedBy'] } | InspectFault;
};

/**
 * Beyond this a second attempt is made, and if that takes as long, the processor's time counts in place of the
 * clock's: other processes use the machine, too.
 */
const MILLISECONDS = 100;

async function inspection(pdf: Uint8Array): Promise<Inspection & { readonly processor: number }> {
  const grown = peakOver();
  const before = process.threadCpuUsage();
  const began = performance.now();
  const result = await inspectPdf(pdf, { text: true });
  const milliseconds = performance.now() - began;
  const { user, system } = process.threadCpuUsage(before);
  const outcome = result.ok
    ? { pages: result.value.pages.length, decidedBy: result.value.decidedBy }
    : result.error;
  return { milliseconds, processor: (user + system) / 1000, grownBytes: grown(), outcome };
}

process.on('message', async (pdf: Uint8Array) => {
  const first = await inspection(pdf);
  const second = first.milliseconds > MILLISECONDS ? await inspection(pdf) : first;
  const wall = Math.min(first.milliseconds, second.milliseconds);
  const answer: Inspection = {
    milliseconds: wall > MILLISECONDS ? Math.min(first.processor, second.processor) : wall,
    grownBytes: Math.max(first.grownBytes, second.grownBytes),
    outcome: first.outcome,
  };
  process.send?.(answer);
});
