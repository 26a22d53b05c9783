import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { type KioskConnection, openConnection } from '../../test/prove/kiosk-connection.ts';
import { deployBaseline } from '../baseline/deploy.ts';
import type { BenchOptions, BenchReport } from '../benchmark.ts';
import { median, percentile } from '../statistics.ts';
import type { OnEngine } from './on-engine.ts';

/** What drawing, gate and encryption may add to what no certificate can do without. */
const GOAL_MS = 5;
const PAIRS_PER_ROUND = 40;
/** Until the functions' code has been compiled for good; before that the larger of the two is at a disadvantage. */
const WARM_UP_PAIRS = 400;

/**
 * The certificate end to end through the kiosk API with one connection, against a deployed function that verifies,
 * claims, reads, commits and answers as many bytes, but judges, draws, reads back and encrypts nothing. The two are
 * asked in turn, for a different person each time, so that nothing of a request can be left over from another one.
 */
export async function measurePairs(
  { stack, client, key, wishes }: OnEngine,
  { rounds, seconds, say }: BenchOptions,
): Promise<BenchReport> {
  const next = () => wishes.next().request;
  const real = openConnection(stack.kioskApiUrl, key);
  const first = next();
  const answer = await asked(real, first);
  const snapshotBytes = await snapshotSize(client, stack.issuanceTable, first);
  say('deploying the baseline function');
  const baseline = await deployBaseline(stack, { answerBytes: answer.bytes, snapshotBytes });
  const bare = openConnection(baseline.apiUrl, key);
  try {
    say(`warming up: ${WARM_UP_PAIRS} pairs`);
    for (let pair = 0; pair < WARM_UP_PAIRS; pair += 1) {
      await asked(real, next());
      await asked(bare, next());
    }
    const random = randomFor('bench/issue');
    const began = performance.now();
    const measured: { real: number[]; bare: number[]; bytes: number[] }[] = [];
    for (let round = 0; round < rounds && performance.now() - began < seconds * 1000; round += 1) {
      const times = { real: [] as number[], bare: [] as number[], bytes: [] as number[] };
      for (let pair = 0; pair < PAIRS_PER_ROUND; pair += 1)
        for (const side of random.shuffle(['real', 'bare'] as const)) {
          const { ms, bytes } = await asked(side === 'real' ? real : bare, next());
          times[side].push(ms);
          if (side === 'real') times.bytes.push(bytes);
        }
      measured.push(times);
    }
    return reportOf(measured);
  } finally {
    real.close();
    bare.close();
    await baseline.remove();
  }
}

function reportOf(
  measured: readonly {
    readonly real: readonly number[];
    readonly bare: readonly number[];
    readonly bytes: readonly number[];
  }[],
): BenchReport {
  const perRound = measured.map(({ real, bare }) => median(real) - median(bare));
  const real = measured.flatMap((round) => round.real);
  const bare = measured.flatMap((round) => round.bare);
  const side = (name: string, times: readonly number[]): string =>
    `${name.padEnd(9)}p50 ${median(times).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms, p99 ${percentile(times, 0.99).toFixed(2)} ms (one connection, ${times.length} requests)`;
  return {
    targets: [
      {
        name: 'issue: p50 beyond the baseline, one connection',
        value: median(perRound),
        unit: 'ms',
        goal: { is: 'at most', value: GOAL_MS },
      },
    ],
    notes: [
      side('issue', real),
      side('baseline', bare),
      `difference per round: ${perRound.map((value) => value.toFixed(2)).join(' ')} ms`,
      `bytes of an answer: p50 ${median(measured.flatMap((round) => round.bytes))}`,
    ],
  };
}

async function asked(
  connection: KioskConnection,
  wish: IssueRequest,
): Promise<{ ms: number; bytes: number }> {
  const { status, body, elapsedMs } = await connection.post('/v1/issue', wish);
  if (status !== 200) throw new Error(`status ${status} instead of a certificate`);
  return { ms: elapsedMs, bytes: body.length };
}

/** Length of the encrypted text that a certificate leaves beside its record. */
async function snapshotSize(
  client: OnEngine['client'],
  table: string,
  { municipality, requestId }: IssueRequest,
): Promise<number> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: { ':pk': `R#${municipality}#${requestId}`, ':sk': 'snapshot' },
    }),
  );
  const data: unknown = Items[0]?.['data'];
  if (!(data instanceof Uint8Array)) throw new Error('the certificate left no snapshot');
  return data.length;
}
