import { LocalDate } from '../../functions/shared/time.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { testStack } from '../../test/support/stack.ts';
import type { Benchmark, BenchOptions, BenchReport, Target } from '../benchmark.ts';
import { median, percentile, ratios } from '../statistics.ts';
import { measureGigabyte } from './measure-gigabyte.ts';
import { type FileTimes, measureIngest } from './measure-ingest.ts';
import { measureLag } from './measure-lag.ts';
import { measureParsing, type ParsingRates } from './measure-parsing.ts';

/** 室蘭市, 登別市 and 伊達市 together have 148,739; these are for a look in a few minutes. */
export const DEFAULT_RESIDENTS = 3_000;
const LAG_SAMPLES = 200;
/** What the function in the closed network has. */
const FUNCTION_BYTES = 512 * 2 ** 20;

const GOALS = { raw: 1.5, parsing: 0.6, lagSeconds: 60 } as const;

/** Taking in all feeds of three cities against what no ingest can do without. */
export const load: Benchmark = {
  name: 'load',
  summary: 'Link files of three cities against bare writes and a bare CSV parser',
  needsSystem: true,
  rounds: 7,
  run: measureLoad,
};

async function measureLoad({ rounds, say, link: wishes }: BenchOptions): Promise<BenchReport> {
  const { residents = DEFAULT_RESIDENTS, gigabyte = false, lag = false } = wishes ?? {};
  const world = generateWorld({ residents, seed: 'bench', today: LocalDate.parse('2026-10-01') });
  const parsing = await measureParsing(world, rounds);
  const files = await measureIngest(world, testStack().endpoint, say);
  const long = gigabyte ? await measureGigabyte(world, say) : undefined;
  const lags = lag ? await measureLag(LAG_SAMPLES, say) : undefined;
  const total = (key: Exclude<keyof FileTimes, 'feed'>) => files.reduce((sum, file) => sum + file[key], 0);
  return {
    targets: [
      {
        name: 'load: ingest ÷ the same conditional writes alone',
        value: total('ingest') / total('raw'),
        unit: '×',
        goal: { is: 'at most', value: GOALS.raw },
      },
      ...parsing.map(parsingTarget),
      ...(long === undefined
        ? []
        : [
            {
              name: `load: memory of a file of 1 GB (--max-old-space-size=${long.oldSpaceMb}), VmHWM`,
              value: long.vmHwmBytes / 2 ** 20,
              unit: 'MB',
              goal: { is: 'at most', value: FUNCTION_BYTES / 2 ** 20 },
            } as const,
          ]),
      ...(lags === undefined
        ? []
        : [
            {
              name: `load: from upload to refusal, p99 of ${lags.lags.length}`,
              value: percentile(lags.lags, 0.99) / 1000,
              unit: 's',
              goal: { is: 'at most', value: GOALS.lagSeconds },
            } as const,
          ]),
    ],
    notes: [
      `${residents} residents, ${files.length} files, ${total('rows')} rows, ${(total('bytes') / 1e6).toFixed(1)} MB`,
      `ingest ${total('ingest').toFixed(1)} s, conditional writes ${total('raw').toFixed(1)} s, BatchWrite ${total('batch').toFixed(1)} s; ingest ÷ BatchWrite ${(total('ingest') / total('batch')).toFixed(2)} ×, without looking for absent people ÷ conditional writes ${((total('ingest') - total('absence')) / total('raw')).toFixed(2)} ×`,
      ...feedLines(files),
      ...parsing.map(parsingLine),
      ...(long === undefined
        ? []
        : [
            `1 GB: ${long.bytes} bytes, ${long.rows} rows, read three times in ${long.seconds.toFixed(0)} s, VmHWM ${(long.vmHwmBytes / 2 ** 20).toFixed(0)} MB`,
          ]),
      ...(lags === undefined
        ? []
        : [
            `lag: p50 ${seconds(lags.lags, 0.5)}, p95 ${seconds(lags.lags, 0.95)}, p99 ${seconds(lags.lags, 0.99)}, longest ${seconds(lags.lags, 1)}, ${lags.rows} rows by the other lane in ${lags.seconds.toFixed(0)} s`,
          ]),
    ],
    data: { residents, files, parsing, gigabyte: long, lags },
  };
}

const seconds = (milliseconds: readonly number[], share: number): string =>
  `${(percentile(milliseconds, share) / 1000).toFixed(2)} s`;

const parsingTarget = ({ feed, own, papaparse }: ParsingRates): Target => ({
  name: `load: parsing and judging ${feed} ÷ bare papaparse`,
  value: median(ratios(own, papaparse)),
  unit: '×',
  goal: { is: 'at least', value: GOALS.parsing },
});

const parsingLine = ({ feed, rows, bytes, own, papaparse }: ParsingRates): string =>
  `parsing ${feed}: ${median(own).toFixed(1)} MB/s, papaparse ${median(papaparse).toFixed(1)} MB/s (${rows} rows, ${(bytes / 1e6).toFixed(1)} MB)`;

function feedLines(files: readonly FileTimes[]): string[] {
  return [...Map.groupBy(files, ({ feed }) => feed)].map(([feed, own]) => {
    const sum = (key: Exclude<keyof FileTimes, 'feed'>) => own.reduce((all, file) => all + file[key], 0);
    const rate = sum('rows') / sum('ingest');
    return `${feed}: ${sum('rows')} rows, ${rate.toFixed(0)} rows/s, ÷ raw ${(sum('ingest') / sum('raw')).toFixed(2)} ×, ÷ BatchWrite ${(sum('ingest') / sum('batch')).toFixed(2)} ×, ${((100 * sum('absence')) / sum('ingest')).toFixed(0)} % of it looking for absent people`;
  });
}
