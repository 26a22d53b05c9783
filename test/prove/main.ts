import { TEST_PLACE } from '../../scripts/local/places.ts';
import { PROVE_USAGE, parseProveArguments } from './arguments.ts';
import { concurrency } from './concurrency.ts';
import { counterTiming } from './counter-timing.ts';
import { engine } from './engine.ts';
import { fuzzFont } from './fuzz-font.ts';
import { fuzzKiosk } from './fuzz-kiosk.ts';
import { fuzzLinkage } from './fuzz-linkage.ts';
import { fuzzPdf } from './fuzz-pdf.ts';
import { guards } from './guards.ts';
import { ids } from './ids.ts';
import { invariantsMap } from './invariants-map.ts';
import { linkage } from './linkage.ts';
import { model } from './model.ts';
import type { Proof } from './proof.ts';
import { readers } from './readers.ts';
import { withTestSystem } from './running-system.ts';
import { simulation } from './simulation.ts';
import { wholeFont } from './whole-font.ts';

const PROOFS: readonly Proof[] = [
  guards,
  counterTiming,
  concurrency,
  linkage,
  ids,
  wholeFont,
  readers,
  fuzzFont,
  fuzzPdf,
  fuzzLinkage,
  fuzzKiosk,
  engine,
  model,
  simulation,
  invariantsMap,
];

/** `npm run prove -- NAME [--seed S] [--count N] [--workers N] [--engine]`: 0 proven, 1 not, 2 wrong usage. */
export async function main(args: string[]): Promise<number> {
  const wish = parseProveArguments(args, PROOFS);
  if (wish.kind === 'help') {
    console.log(help());
    return 0;
  }
  const proof = wish.kind === 'run' ? PROOFS.find(({ name }) => name === wish.name) : undefined;
  if (wish.kind === 'wrong' || proof === undefined) {
    console.error(`✗ ${wish.kind === 'wrong' ? wish.sentence : ''}\n${help()}`);
    return 2;
  }
  const part = wish.onEngine ? (proof.onEngine ?? proof) : proof;
  const { seed, count = part.count, workers } = wish;
  const say = (line: string): void => console.log(line);
  const prove = () => part.run({ seed, count, workers, say });
  const needsSystem = proof.needsSystem || wish.onEngine;
  const report = await (needsSystem ? withTestSystem(prove, TEST_PLACE, say) : prove());
  for (const line of report.detail) console.log(line);
  console.log(
    `${proof.name}: ${report.passed} passed, ${report.failed} failed (seed ${seed}, count ${count})`,
  );
  return report.failed === 0 ? 0 : 1;
}

function help(): string {
  const width = Math.max(...PROOFS.map(({ name }) => name.length));
  const lines = PROOFS.map(({ name, summary, count, onEngine }) => {
    const more = onEngine === undefined ? '' : `; with --engine count ${onEngine.count}`;
    return `  ${name.padEnd(width)}  ${summary} (count ${count}${more})`;
  });
  return [`npm run prove -- ${PROVE_USAGE}`, ...lines].join('\n');
}
