import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT } from '../../scripts/local/places.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { connectionPool, openConnection } from '../../test/prove/kiosk-connection.ts';
import type { Cells } from '../../test/support/link-files.ts';
import type { BenchReport } from '../benchmark.ts';
import { median, percentile } from '../statistics.ts';
import { paperFault } from './checked-paper.ts';
import type { OnEngine } from './on-engine.ts';

/** One more than the goal: how many come in a run is left to chance. */
const PER_SECOND = 26;
const GOAL_PER_SECOND = 25;
const GOAL_P99_MS = 500;
/** The PDFs are read when the run is over: reading them beside it would measure the reader. */
const FOLDER = join(PROJECT, '.build/bench/open-loop');

type Kept = { readonly file: string; readonly cells: Cells };

/**
 * Requests come by a Poisson process whether or not earlier ones are answered, as people do. A time counts from the
 * moment at which the request was due: a late start is the system's fault too.
 */
export async function measureOpenLoop(
  { stack, key, wishes }: OnEngine,
  { seconds, say }: { readonly seconds: number; readonly say: (line: string) => void },
): Promise<BenchReport> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const random = randomFor('bench/issue/arrivals');
  const pool = connectionPool(() => openConnection(stack.kioskApiUrl, key));
  const times: number[] = [];
  const errors = new Map<string, number>();
  const kept: Kept[] = [];
  const open: Promise<void>[] = [];

  const ask = async (number: number, due: number): Promise<void> => {
    const { request, cells } = wishes.next();
    try {
      const { status, body } = await pool.post('/v1/issue', request);
      times.push(performance.now() - due);
      if (status !== 200) {
        errors.set(`status ${status}`, (errors.get(`status ${status}`) ?? 0) + 1);
        return;
      }
      const file = join(FOLDER, `${number}.pdf`);
      await writeFile(file, body);
      kept.push({ file, cells });
    } catch (error) {
      const name = error instanceof Error ? error.name : 'error';
      errors.set(name, (errors.get(name) ?? 0) + 1);
    }
  };

  say(`open loop: ${PER_SECOND} requests a second for ${seconds} s`);
  const began = performance.now();
  let due = began;
  for (let number = 0; ; number += 1) {
    due += (-Math.log(1 - random.next()) / PER_SECOND) * 1000;
    if (due - began >= seconds * 1000) break;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    open.push(ask(number, due));
  }
  await Promise.all(open);
  const answered = kept.length / ((performance.now() - began) / 1000);
  pool.close();

  say(`open loop: reading ${kept.length} PDFs`);
  let faults = 0;
  for (const { file, cells } of kept) {
    if ((await paperFault(await readFile(file), cells)) !== undefined) faults += 1;
  }
  await rm(FOLDER, { recursive: true, force: true });
  const failed = [...errors.values()].reduce((sum, count) => sum + count, 0);
  const said = [...errors].map(([name, count]) => `${name}: ${count}`).join(', ');
  return {
    targets: [
      {
        name: `open loop: certificates a second over ${seconds} s`,
        value: answered,
        unit: '/s',
        goal: { is: 'at least', value: GOAL_PER_SECOND },
      },
      { name: 'open loop: errors', value: failed, unit: '', goal: { is: 'at most', value: 0 } },
      {
        name: 'open loop: p99',
        value: percentile(times, 0.99),
        unit: 'ms',
        goal: { is: 'at most', value: GOAL_P99_MS },
      },
      { name: 'open loop: wrong papers', value: faults, unit: '', goal: { is: 'at most', value: 0 } },
    ],
    notes: [
      `open loop: ${open.length} requests, p50 ${median(times).toFixed(1)} ms, longest ${Math.max(...times).toFixed(0)} ms, ${kept.length} PDFs read by pdf.js${said === '' ? '' : `; ${said}`}`,
    ],
  };
}
