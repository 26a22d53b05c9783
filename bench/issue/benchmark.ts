import type { Benchmark, BenchOptions, BenchReport } from '../benchmark.ts';
import { issueBreakdown } from './breakdown.ts';
import { measureCold } from './cold.ts';
import { measureConnections } from './connections.ts';
import { measureHandlerAlone } from './handler-alone.ts';
import { onEngine } from './on-engine.ts';
import { measureOpenLoop } from './open-loop.ts';
import { measurePairs } from './pairs.ts';

/** A run for figures, and one for a look. */
const FULL = { openLoopSeconds: 300, requests: 1_000 };
const QUICK = { openLoopSeconds: 30, requests: 200 };
const CONNECTIONS = 10;

/** One certificate end to end, many at a time, the handler by itself, and its first certificate in a fresh process. */
export const issue: Benchmark = {
  name: 'issue',
  summary: 'A certificate end to end against a function with the same reads, transaction and bytes',
  needsSystem: true,
  rounds: 12,
  run: measureIssue,
};

async function measureIssue(options: BenchOptions): Promise<BenchReport> {
  const { say } = options;
  const { openLoopSeconds, requests } = options.issue?.quick === true ? QUICK : FULL;
  say('the handler alone');
  const alone = await measureHandlerAlone();
  const system = await onEngine();
  const pairs = await measurePairs(system, options);
  const breakdown = await issueBreakdown(system.deps, () => system.wishes.next().request);
  say(`${CONNECTIONS} connections`);
  const connections = await measureConnections(system, CONNECTIONS, requests);
  say('cold starts');
  const cold = await measureCold(system);
  const openLoop = await measureOpenLoop(system, { seconds: openLoopSeconds, say });
  const parts = [pairs, alone, cold, openLoop];
  return {
    targets: parts.flatMap(({ targets }) => targets),
    notes: [...parts.flatMap(({ notes }) => notes), connections, ...breakdown],
  };
}
