import { inspectRules } from '../../functions/pdf/inspect/inspect-fault.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { type Child, openChild } from './child.ts';
import { costs } from './costs.ts';
import type { Objection, Passed } from './fuzz-pdf/confirm-child.ts';
import { corpus } from './fuzz-pdf/corpus.ts';
import type { Inspection } from './fuzz-pdf/inspect-child.ts';
import { mutantOf } from './fuzz-pdf/mutations.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

const MILLISECONDS = 100;
const BYTES = 64 * 1024 * 1024;
/** Node, the program and the strict reader need about half of it. */
const HEAP_MEGABYTES = 64;
/** Files of 4 MB take a hundred times as long to send and to change as others. */
const SHARES = [
  ['sound', 0.8],
  ['broken', 0.195],
  ['heavy', 0.005],
] as const;
const PATIENCE_MS = 10_000;
const childAt = (file: string): URL => new URL(`fuzz-pdf/${file}`, import.meta.url);
const PLACE = /^(file|cross-reference|trailer|catalog|object \d+|page \d+)$/;

/** Foreign PDFs are told apart in bounded time and memory, and never wrongly let through. */
export const fuzzPdf: Proof = {
  name: 'fuzz-pdf',
  summary:
    'Mutated PDFs pass or are refused within 100 ms and 64 MB, and pdf.js and mupdf find what passes A4 and inert',
  needsSystem: false,
  count: 10_000,
  slice: 200,
  run: prove,
};

async function prove({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, note, report } = tally();
  const sources = await corpus();
  const inspector = openChild<Uint8Array, Inspection>(childAt('inspect-child.ts'), PATIENCE_MS, [
    `--max-old-space-size=${HEAP_MEGABYTES}`,
  ]);
  const confirmer = openChild<Passed, Objection>(childAt('confirm-child.ts'), PATIENCE_MS);
  const cost = costs();

  const examine = async (name: string, pdf: Uint8Array): Promise<void> => {
    const inspection = await inspector.ask(pdf);
    const fault = await faultOf(pdf, inspection, confirmer);
    check(fault === undefined, `${name}: ${fault}`);
    cost.take(outcomeOf(inspection), inspection);
  };

  try {
    // the loading of the program and of the strict reader is no file's doing
    for (const { pdf } of sources.sound) await inspector.ask(pdf);
    for (const { name, pdf } of Object.values(sources).flat()) await examine(name, pdf);
    for (let index = 0; index < count; index++) {
      const random = randomFor(`${seed}/fuzz-pdf/${index}`);
      const source = random.pick(sources[random.weighted(SHARES)]);
      const { pdf, how } = mutantOf(source, random);
      await examine(`mutant ${index} (${source.name}, ${how}; seed ${seed})`, pdf);
      if ((index + 1) % 1_000 === 0) say(`${index + 1} mutants`);
    }
  } finally {
    await inspector.close();
    await confirmer.close();
  }
  note(`${cost.answers() - count} files as they are, ${count} mutants`);
  note(cost.outcomes());
  note(cost.measured());
  return report();
}

const outcomeOf = (inspection: Inspection | undefined): string => {
  if (inspection === undefined) return 'no answer';
  return 'pages' in inspection.outcome ? `passed ${inspection.outcome.decidedBy}` : inspection.outcome.kind;
};

/** What is wrong with how a mutant was inspected. */
async function faultOf(
  pdf: Uint8Array,
  inspection: Inspection | undefined,
  confirmer: Child<Passed, Objection>,
): Promise<string | undefined> {
  if (inspection === undefined) return 'no answer: the inspection hung, threw or ran out of memory';
  const { milliseconds, grownBytes, outcome } = inspection;
  if (milliseconds > MILLISECONDS) return `took ${milliseconds.toFixed(0)} ms`;
  if (grownBytes > BYTES) return `took ${(grownBytes / 1024 / 1024).toFixed(0)} MB`;
  if ('pages' in outcome) {
    const objection = await confirmer.ask({ pdf, pages: outcome.pages });
    return objection === undefined ? 'passed, but other readers hang on it or die' : objection.to;
  }
  const isTyped = inspectRules.includes(outcome.rule) && PLACE.test(outcome.where);
  return isTyped ? undefined : 'a refusal that has no rule or no place';
}
