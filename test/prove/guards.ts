import { randomFor } from '../../simulator/sample/random.ts';
import { AGENT } from './guards/agent.ts';
import { AUDIT } from './guards/audit.ts';
import { CASE_GUARDS } from './guards/cases.ts';
import { CERTIFICATE_MODELS } from './guards/certificate-models.ts';
import { CITY } from './guards/city.ts';
import { DECIDED } from './guards/decisions.ts';
import { DOORS } from './guards/doors.ts';
import { ELIGIBILITY } from './guards/eligibility.ts';
import { FRESHNESS } from './guards/freshness.ts';
import { GAIJI } from './guards/gaiji.ts';
import { GATE_GUARDS } from './guards/gate.ts';
import { GLYPHS } from './guards/glyphs.ts';
import { type Guard, INVARIANTS } from './guards/guard.ts';
import { INDIVIDUAL_NUMBERS } from './guards/individual-numbers.ts';
import { ISSUING } from './guards/issuing.ts';
import { KOSEKI_GATEWAY } from './guards/koseki-gateway.ts';
import { KOSEKI_ISSUING } from './guards/koseki-issuing.ts';
import { KOSEKI_PDF } from './guards/koseki-pdf.ts';
import { LINK_FILES } from './guards/link-files.ts';
import { LINKAGE } from './guards/linkage.ts';
import { PACKS } from './guards/packs.ts';
import { PAPERS } from './guards/papers.ts';
import { PLANNING } from './guards/planning.ts';
import { READER } from './guards/reader.ts';
import { RECONCILIATION } from './guards/reconciliation.ts';
import { SEAL_AND_TAX } from './guards/seal-and-tax.ts';
import { SEAL_IMAGES } from './guards/seal-images.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';
import { openWorkshop, type TestEnds, type Workshop } from './workshop.ts';

export const GUARDS: readonly Guard[] = [
  ...ELIGIBILITY,
  ...GLYPHS,
  ...PACKS,
  ...LINKAGE,
  ...INDIVIDUAL_NUMBERS,
  ...AGENT,
  ...LINK_FILES,
  ...FRESHNESS,
  ...RECONCILIATION,
  ...DECIDED,
  ...DOORS,
  ...CITY,
  ...GATE_GUARDS,
  ...READER,
  ...PAPERS,
  ...ISSUING,
  ...CERTIFICATE_MODELS,
  ...SEAL_IMAGES,
  ...SEAL_AND_TAX,
  ...GAIJI,
  ...KOSEKI_PDF,
  ...KOSEKI_GATEWAY,
  ...KOSEKI_ISSUING,
  ...CASE_GUARDS,
  ...AUDIT,
  ...PLANNING,
];

export const guards: Proof = {
  name: 'guards',
  summary: 'Takes out each guard in turn and demands that its named test fails',
  needsSystem: true,
  count: GUARDS.length,
  slice: 6,
  run: async (options) => {
    const workshop = await openWorkshop();
    try {
      return await proveGuards(workshop, options);
    } finally {
      await workshop.close();
    }
  },
};

/** One of each invariant first, then others, as far as `count` goes; all of them in the order of the list. */
export function chosenGuards(list: readonly Guard[], count: number, seed: string): readonly Guard[] {
  if (count >= list.length) return list;
  const random = randomFor(`${seed}/guards`);
  const shuffled = random.shuffle(list);
  const firsts = INVARIANTS.flatMap((invariant) =>
    shuffled.filter((guard) => guard.invariant === invariant).slice(0, 1),
  );
  const chosen = new Set(
    [...random.shuffle(firsts), ...shuffled.filter((guard) => !firsts.includes(guard))].slice(0, count),
  );
  return list.filter((guard) => chosen.has(guard));
}

async function proveGuards(workshop: Workshop, { count, seed, say }: ProofOptions): Promise<ProofReport> {
  const chosen = chosenGuards(GUARDS, count, seed);
  const { check, fail, report } = tally();
  const whole = await workshop.run(chosen.map(({ test }) => test));
  const sound: Guard[] = [];
  for (const guard of chosen) {
    const { file, title } = guard.test;
    const end = whole.get(title);
    if (end?.passed === true) sound.push(guard);
    else if (end === undefined) fail(`guard ${guard.name}: no test "${title}" in ${file}`);
    else fail(`guard ${guard.name}: "${title}" fails even with it: ${end.message}`);
  }
  for (const guard of sound) {
    const began = performance.now();
    const fault = await faultOf(workshop, guard);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    check(fault === undefined, `guard ${guard.name}: ${fault}`);
    say(
      fault === undefined
        ? `guard ${guard.name}: killed by "${guard.test.title}" in ${seconds} s`
        : `guard ${guard.name}: ${fault} (${seconds} s)`,
    );
  }
  return report();
}

/** Why the guard counts for nothing; undefined where its test has noticed. */
async function faultOf(workshop: Workshop, guard: Guard): Promise<string | undefined> {
  const restore = await workshop.change(guard.edits);
  if (typeof restore !== 'function') return `guard has moved: update the list (${restore.moved})`;
  try {
    const ends: TestEnds = await workshop.run([guard.test]);
    const end = ends.get(guard.test.title);
    if (end === undefined) return `"${guard.test.title}" does not run without it`;
    return end.passed ? `SURVIVES "${guard.test.title}"` : undefined;
  } finally {
    await restore();
  }
}
