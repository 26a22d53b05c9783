import {
  createAnchorStore,
  createChainStore,
  type Finding,
  type Verified,
  type VerifyParts,
  verifyCity,
} from '../../functions/audit/index.ts';
import { createDocumentClient, createS3Client } from '../../functions/shared/aws.ts';
import { systemClock } from '../../functions/shared/system.ts';
import type { Clock } from '../../functions/shared/time.ts';
import { readStackFile } from '../deploy/stack-file.ts';
import { type Progress, progressBar } from '../link/progress-bar.ts';
import { type CommandWorld, REAL_OUTPUT } from '../local/command-table.ts';
import { enterLocalAws } from '../local/loopback.ts';
import { HOME_PLACE, type Place } from '../local/places.ts';
import { findingText, verifiedText } from './finding-text.ts';
import { parseVerifyArguments, VERIFY_HELP } from './verify-arguments.ts';

/** What the command line touches outside itself; a test puts its own in place. */
export type VerifyWorld = CommandWorld & {
  readonly progress: Progress;
  readonly open: () => Promise<VerifyParts>;
  readonly clock: Clock;
};

export const realWorld = (place: Place = HOME_PLACE): VerifyWorld => ({
  ...REAL_OUTPUT,
  progress: progressBar((text) => void process.stderr.write(text)),
  open: async () => {
    const stack = await readStackFile(place.stackFile);
    enterLocalAws(stack.endpoint, stack.region);
    return {
      chain: createChainStore({ client: createDocumentClient(), table: stack.auditTable }),
      anchors: createAnchorStore({ client: createS3Client(), bucket: stack.anchorBucket }),
    };
  },
  clock: systemClock,
});

/** Findings that a JSON answer holds; it counts them all. */
const KEPT = 1_000;

/** `npm run -s audit -- verify …` */
export async function verify(args: readonly string[], world: VerifyWorld): Promise<number> {
  const wish = parseVerifyArguments(args);
  if (!wish.ok) {
    world.complain(`✗ ${wish.error}\n使い方: npm run -s audit -- verify --help\n`);
    return 2;
  }
  if (wish.value.kind === 'help') {
    world.write(VERIFY_HELP);
    return 0;
  }
  const { cities, from, to, json } = wish.value;
  const parts = await world.open();
  let total = 0;
  for (const { code: municipality, name } of cities) {
    const findings: Finding[] = [];
    let count = 0;
    const found = (finding: Finding): void => {
      count += 1;
      if (json && findings.length < KEPT) findings.push(finding);
      if (json) return;
      world.progress.clear();
      world.write(`✗ ${name} ${findingText(finding)}\n`);
    };
    const progress = (done: number, days: number): void => world.progress.at(name, done, days);
    const wished = { municipality, from, to, now: world.clock() };
    const verified: Verified = await verifyCity(parts, wished, { found, progress });
    world.progress.clear();
    if (json) world.write(`${JSON.stringify({ municipality, ...verified, found: count, findings })}\n`);
    else world.write(`${verifiedText(name, verified, count)}\n`);
    total += count;
  }
  return total === 0 ? 0 : 1;
}
