import type { Target } from '../benchmark.ts';
import type { CheckResult } from './check/check-engine.ts';
import { type EngineRow, type EngineSamples, peakRatio, rowsOf } from './results.ts';

/** So many different keys, and no set that is prepared beforehand can hold what is drawn. */
const DIFFERENT_KEYS = 3_000;

const atLeast = (name: string, value: number, goal: number, unit = '×'): Target => ({
  name: `pdf: ${name}`,
  value,
  unit,
  goal: { is: 'at least', value: goal },
});
const atMost = (name: string, value: number, goal: number, unit = '×'): Target => ({
  name: `pdf: ${name}`,
  value,
  unit,
  goal: { is: 'at most', value: goal },
});

/** The goals of everything that was measured; what an engine that was left out has to do with has no line. */
export function targetsOf(
  samples: readonly EngineSamples[],
  { differentKeys, readBackMs }: { readonly differentKeys: number; readonly readBackMs: number },
): readonly Target[] {
  const rows = new Map(rowsOf(samples).map((row) => [row.name, row]));
  const ours = [...rows.values()].filter(({ name }) => name.startsWith('ours-'));
  const none = (name: string, unit: string, of: (check: CheckResult) => number): Target =>
    atMost(
      name,
      ours.reduce((total, { check }) => total + of(check), 0),
      0,
      unit,
    );
  const fast = rows.get('ours-fast');
  if (fast === undefined) throw new RangeError('no ours-fast');
  const against = (name: string, targets: (peer: EngineRow) => readonly Target[]): readonly Target[] => {
    const peer = rows.get(name);
    return peer === undefined ? [] : targets(peer);
  };
  const compact = rows.get('ours-compact');
  return [
    atLeast('different keys over the run', differentKeys, DIFFERENT_KEYS, 'keys'),
    ...against('typst', ({ times }) => [atLeast('warm p50, faster than typst', times, 40)]),
    ...against('cantoo-cached', ({ times }) => [atLeast('warm p50, faster than @cantoo cached', times, 150)]),
    ...against('pdf-lib', ({ times }) => [atLeast('warm p50, faster than pdf-lib', times, 1_500)]),
    ...against('typst', ({ p99Ms }) => [atLeast('warm p99, faster than typst', p99Ms / fast.p99Ms, 25)]),
    atMost('cold, bundled', fast.coldMs, 15, 'ms'),
    ...against('typst', ({ coldMs }) => [atLeast('cold, under typst', coldMs / fast.coldMs, 12)]),
    ...against('pdf-lib', ({ coldMs }) => [atLeast('cold, under pdf-lib', coldMs / fast.coldMs, 60)]),
    ...against('typst', ({ bytes }) => [
      atMost('size of fast, of typst', fast.bytes / bytes, 0.66),
      ...(compact === undefined ? [] : [atMost('size of compact, of typst', compact.bytes / bytes, 0.58)]),
    ]),
    ...peakTarget(samples),
    atMost('reading a certificate back, every outline compared, p50', readBackMs, 1, 'ms'),
    none('wrong cells', 'cells', ({ cells }) => wrongOf(cells)),
    none('lost keys', 'keys', ({ keys }) => wrongOf(keys)),
    none('silent fallbacks', 'engines', ({ missing }) => (missing === 'refused' ? 0 : 1)),
  ];
}

function peakTarget(samples: readonly EngineSamples[]): readonly Target[] {
  const [fast, typst] = ['ours-fast', 'typst'].map((name) => samples.find((each) => each.name === name));
  if (fast === undefined || typst === undefined) return [];
  const { ratio, documents } = peakRatio(fast, typst);
  return [atMost(`peak memory after ${documents} certificates, of typst`, ratio, 0.4)];
}

const wrongOf = ({ dense, sparse, twins }: CheckResult['cells']): number =>
  dense.wrong + sparse.wrong + twins.wrong;
