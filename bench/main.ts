import { join } from 'node:path';
import { PROJECT, placeAt } from '../scripts/local/places.ts';
import { withTestSystem } from '../test/prove/running-system.ts';
import {
  ISSUE_USAGE,
  LOAD_USAGE,
  PDF_USAGE,
  parseBenchArguments,
  RECONCILE_USAGE,
  USAGE,
} from './arguments.ts';
import { type Benchmark, type BenchReport, isMet, summaryLine, targetLine } from './benchmark.ts';
import { issue } from './issue/benchmark.ts';
import { load } from './load/benchmark.ts';
import { pdf } from './pdf/benchmark.ts';
import { reconcile } from './reconcile/benchmark.ts';

const BENCHMARKS: readonly Benchmark[] = [issue, pdf, load, reconcile];
/** A benchmark's own system, where none is named that runs already. */
const PLACE = placeAt(join(PROJECT, '.local/bench'));

/** `npm run bench -- NAME …` (`--help` says the rest): 0 every target met, 1 one falls short, 2 wrong usage. */
export async function main(args: string[]): Promise<number> {
  const wish = parseBenchArguments(
    args,
    BENCHMARKS.map(({ name }) => name),
  );
  if (wish.kind === 'help') {
    console.log(help());
    return 0;
  }
  const benchmark = wish.kind === 'run' ? BENCHMARKS.find(({ name }) => name === wish.name) : undefined;
  if (wish.kind === 'wrong' || benchmark === undefined) {
    console.error(`✗ ${wish.kind === 'wrong' ? wish.sentence : ''}\n${help()}`);
    return 2;
  }
  const { json, rounds = benchmark.rounds, seconds = Number.POSITIVE_INFINITY } = wish;
  // With --json standard output is one object and nothing else.
  const say = (line: string): void => void process[json ? 'stderr' : 'stdout'].write(`${line}\n`);
  const measure = () =>
    benchmark.run({ rounds, seconds, say, issue: wish.issue, pdf: wish.pdf, link: wish.link });
  const report = await (benchmark.needsSystem ? withTestSystem(measure, PLACE, say) : measure());
  if (json) console.log(JSON.stringify(jsonOf(benchmark.name, report)));
  else for (const line of linesOf(report)) console.log(line);
  return report.targets.every(isMet) ? 0 : 1;
}

const linesOf = ({ targets, notes }: BenchReport): string[] => [
  ...notes,
  ...targets.map(targetLine),
  summaryLine(targets),
];

function jsonOf(name: string, { targets, notes, data }: BenchReport) {
  const met = targets.filter(isMet).length;
  return {
    name,
    targets: targets.map((target) => ({ ...target, met: isMet(target) })),
    notes,
    ...(data === undefined ? {} : { data }),
    summary: { targets: targets.length, met, short: targets.length - met },
  };
}

function help(): string {
  const lines = BENCHMARKS.map(
    ({ name, summary, rounds }) => `  ${name.padEnd(11)}${summary} (${rounds} rounds)`,
  );
  return [
    `npm run bench -- ${USAGE}`,
    `npm run bench -- ${ISSUE_USAGE}`,
    `npm run bench -- ${PDF_USAGE}`,
    `npm run bench -- ${LOAD_USAGE}`,
    `npm run bench -- ${RECONCILE_USAGE}`,
    ...lines,
  ].join('\n');
}
