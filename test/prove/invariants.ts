const MODULE_STATE =
  'no file of `functions/` keeps state in a module but caches by content (`scripts/checks/pure-rules.ts`)';
const NO_CLOCK =
  'no rule reads a clock or draws a random number (`scripts/checks/pure-rules.ts`, `.dependency-cruiser.cjs`)';
const NO_DATA_ELSEWHERE =
  'what speaks to a store is named so, and nothing else may (`scripts/checks/edge-files.json`, `.dependency-cruiser.cjs`)';

/**
 * What holds each invariant beside the guards that `prove -- guards` takes out: rules that `npm run check` checks on the
 * text alone, each with the files that hold it.
 */
export const STATIC_RULES: Readonly<Record<string, readonly string[]>> = {
  'INV-1': [MODULE_STATE],
  'INV-2': [NO_CLOCK],
  'INV-3': [NO_CLOCK],
  'INV-4': ['what reads back shares no code with what draws (`.dependency-cruiser.cjs`)'],
  'INV-5': [],
  'INV-6': [],
  'INV-7': [],
  'INV-8': [],
  'INV-9': [MODULE_STATE],
  'INV-10': ['what reads back shares no code with what draws (`.dependency-cruiser.cjs`)'],
  'INV-11': [
    'no key of the registry can be built without a city (`functions/registry/keys.ts`)',
    NO_DATA_ELSEWHERE,
  ],
  'INV-12': [],
};

/** The long proofs that judge whole runs by them, by what each looks for. */
export const LONG_PROOFS: readonly (readonly [file: string, name: string, looksFor: string])[] = [
  ['test/prove/model.ts', 'model', 'INV-2, 3, 5, 9, 12 in every state that can be reached'],
  [
    'test/prove/simulation.ts',
    'simulation',
    'INV-1, 2, 3, 4, 5, 6, 9, 11, 12 in a million issuances with faults',
  ],
  [
    'test/prove/engine.ts',
    'engine',
    'INV-1, 2, 3, 4, 5, 6, 9, 12 on the engine with changes, kills and faults, by other readers',
  ],
  ['test/prove/concurrency.ts', 'concurrency', 'INV-1 on the engine, by another reader'],
  ['test/prove/linkage.ts', 'linkage', 'INV-5: any order, split and crash gives the same registry'],
  ['test/prove/ids.ts', 'ids', 'INV-3'],
];
