import type { Context } from 'aws-lambda';
import { ALWAYS_OPEN } from '../../functions/calendar/index.ts';
import { verifySignature } from '../../functions/issuance/center/verify-signature.ts';
import { issueRoute } from '../../functions/issuance/routes.ts';
import { createSnapshotCipher } from '../../functions/issuance/snapshot.ts';
import { kioskHandler } from '../../functions/shared/http/kiosk-chain.ts';
import { JpkiSerial } from '../../functions/shared/ids.ts';
import { instantOf } from '../../functions/shared/time.ts';
import { createFakeKms } from '../../test/support/fake-kms.ts';
import { freshSeries } from '../../test/unit/issuance/fresh-series.ts';
import { adult, CARD, ownWorld, wishFor } from '../../test/unit/issuance/own-world.ts';
import { serial } from '../../test/unit/registry/sample-changes.ts';
import type { BenchReport } from '../benchmark.ts';
import { median } from '../statistics.ts';
import { signedEvent } from './signed-event.ts';

const GOAL_PER_SECOND = 500;
const TYPE = 'resident-record';
const PEOPLE = 64;
const WARM_UP = 1_500;
const ROUNDS = 5;
const PER_ROUND = 1_500;
const KEY = { keyId: 'bench', key: '5a'.repeat(32) };

/**
 * The whole handler with its stores in memory: signature, judgement, drawing, gate, encryption, commit, BASE64. One
 * request at a time in this process; what counts is CPU of all its threads, so that nothing is had for a second core.
 */
export async function measureHandlerAlone(): Promise<BenchReport> {
  const others = Array.from({ length: PEOPLE - 1 }, (_, index) => index + 2);
  const clock = () => instantOf(Date.now());
  const world = await ownWorld({
    series: freshSeries(clock()),
    settings: [{ kind: 'hours', scope: TYPE, value: ALWAYS_OPEN }],
  });
  for (const person of others)
    await world.apply(
      adult(1, { person, household: person }),
      serial(1, { person, serial: JpkiSerial.parse(`A${person}`) }),
    );
  const nonces = new Set<string>();
  const { kms } = createFakeKms();
  const deps = {
    ...world.deps,
    clock,
    cipher: createSnapshotCipher({ kms, keyId: 'snapshots' }),
  };
  const timing = { offsetMs: 0, monotonic: () => performance.now(), sleep: async () => undefined };
  const lines: string[] = [];
  const handler = kioskHandler({
    log: (code, fields) => void lines.push(JSON.stringify({ code, ...fields })),
    clock,
    maximumBytes: 16 * 1024,
    verify: (request) =>
      verifySignature(
        {
          keyOf: async () => KEY,
          spendNonce: async (_, nonce) => !nonces.has(nonce) && nonces.add(nonce).size > 0,
        },
        request,
      ),
    handle: issueRoute(deps, timing),
  });
  let turn = 0;
  const one = async (): Promise<void> => {
    turn += 1;
    const card = { ...CARD, serial: JpkiSerial.parse(`A${1 + (turn % PEOPLE)}`) };
    const answer = await handler(signedEvent(wishFor(TYPE, card), KEY), {} as Context);
    if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode} instead of a certificate`);
    lines.length = 0;
  };
  for (let number = 0; number < WARM_UP; number += 1) await one();
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    world.kept.clear();
    const cpu = process.cpuUsage();
    for (let number = 0; number < PER_ROUND; number += 1) await one();
    const { user, system } = process.cpuUsage(cpu);
    rates.push(PER_ROUND / ((user + system) / 1e6));
  }
  return {
    targets: [
      {
        name: 'handler alone, stores in memory, gate included: certificates a second of CPU',
        value: median(rates),
        unit: '/s',
        goal: { is: 'at least', value: GOAL_PER_SECOND },
      },
    ],
    notes: [`handler alone: ${rates.map((rate) => rate.toFixed(0)).join(' ')} a second, round by round`],
  };
}
