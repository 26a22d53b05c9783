import { inspectRules } from '../../functions/pdf/inspect/inspect-fault.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { objectionTo } from './fuzz-pdf/confirm.ts';
import { corpus } from './fuzz-pdf/corpus.ts';
import type { Inspection } from './fuzz-pdf/inspect-child.ts';
import { openInspector } from './fuzz-pdf/inspector.ts';
import { mutantOf } from './fuzz-pdf/mutations.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

const MILLISECONDS = 100;
const BYTES = 64 * 1024 * 1024;
/** A file of 4 MB costs a hundred times as much to send and to change as the others. */
const SHARES = [
  ['sound', 0.8],
  ['broken', 0.195],
  ['large', 0.005],
] as const;
const PLACE = /^(file|cross-reference|trailer|catalog|object \d+|page \d+)$/;

/** Foreign PDFs are told apart in bounded time and memory, and never wrongly let through. */
export const fuzzPdf: Proof = {
  name: 'fuzz-pdf',
  summary:
    'Mutated PDFs pass or are refused within 100 ms and 64 MB, and what passes pdf.js finds A4 and inert',
  needsSystem: false,
  count: 10_000,
  slice: 300,
  run: prove,
};

async function prove({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, note, report } = tally();
  const sources = await corpus();
  const all = Object.values(sources).flat();
  const inspector = openInspector();
  const outcomes = new Map<string, number>();
  const times: number[] = [];
  let most = 0;
  try {
    // neither the loading of the strict reader nor that of the program is the file's doing
    for (const { pdf } of all) await inspector.inspect(pdf);
    for (let index = 0; index < count; index++) {
      const random = randomFor(`${seed}/fuzz-pdf/${index}`);
      const source = random.pick(sources[random.weighted(SHARES)]);
      const { pdf, how } = mutantOf(source, random);
      const inspection = await inspector.inspect(pdf);
      const fault = await faultOf(pdf, inspection);
      check(fault === undefined, `mutant ${index} (${source.name}, ${how}; seed ${seed}): ${fault}`);
      const outcome = outcomeOf(inspection);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (inspection !== undefined) {
        times.push(inspection.milliseconds);
        most = Math.max(most, inspection.grownBytes);
      }
      if ((index + 1) % 1_000 === 0) say(`${index + 1} mutants`);
    }
  } finally {
    await inspector.close();
  }
  times.sort((one, other) => one - other);
  const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2);
  note(
    `of ${all.length} files; ${[...outcomes]
      .sort()
      .map(([name, times]) => `${name} ${times}`)
      .join(', ')}`,
  );
  note(
    `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms, at most ${(most / 1024 / 1024).toFixed(1)} MB more`,
  );
  return report();
}

const outcomeOf = (inspection: Inspection | undefined): string => {
  if (inspection === undefined) return 'no answer';
  return 'pages' in inspection.outcome ? `passed ${inspection.outcome.decidedBy}` : inspection.outcome.kind;
};

/** What is wrong with how a mutant was inspected. */
async function faultOf(pdf: Uint8Array, inspection: Inspection | undefined): Promise<string | undefined> {
  if (inspection === undefined) return 'no answer: the inspection hung, threw or ran out of memory';
  const { milliseconds, grownBytes, outcome } = inspection;
  if (milliseconds > MILLISECONDS) return `took ${milliseconds.toFixed(0)} ms`;
  if (grownBytes > BYTES) return `took ${(grownBytes / 1024 / 1024).toFixed(0)} MB`;
  if ('pages' in outcome) return objectionTo(pdf, outcome.pages);
  const isTyped = inspectRules.includes(outcome.rule) && PLACE.test(outcome.where);
  return isTyped ? undefined : 'a refusal that has no rule or no place';
}
