export type NamedTest = { readonly file: string; readonly title: string };

/** What holds an invariant beside the guards that `prove -- guards` takes out. */
type Held = {
  /** Static rules, by what checks them. */
  readonly rules: readonly string[];
  readonly tests: readonly {
    readonly guard: string;
    readonly files: readonly string[];
    readonly test: NamedTest;
  }[];
};

const NOTHING: Held = { rules: [], tests: [] };
const MODULE_STATE =
  'no file of `functions/` keeps state in a module but caches by content (`scripts/checks/pure-rules.ts`)';
const NO_CLOCK =
  'no rule reads a clock or draws a random number (`scripts/checks/pure-rules.ts`, `.dependency-cruiser.cjs`)';

export const INVARIANT_RULES: Readonly<Record<string, Held>> = {
  'INV-1': { ...NOTHING, rules: [MODULE_STATE] },
  'INV-2': { ...NOTHING, rules: [NO_CLOCK] },
  'INV-3': { ...NOTHING, rules: [NO_CLOCK] },
  'INV-4': {
    ...NOTHING,
    rules: [
      'what reads back shares no code with what draws (`reader-shares-nothing-with-writer`, `.dependency-cruiser.cjs`)',
    ],
  },
  'INV-5': NOTHING,
  'INV-6': NOTHING,
  'INV-7': {
    rules: [],
    tests: [
      {
        guard: 'the bundle’s digest in every record',
        files: ['functions/issuance/compose.ts', 'scripts/deploy/build.ts'],
        test: { file: 'test/e2e/line.test.ts', title: 'from the menu to the printed paper' },
      },
    ],
  },
  'INV-8': NOTHING,
  'INV-9': { ...NOTHING, rules: [MODULE_STATE] },
  'INV-10': NOTHING,
  'INV-11': {
    ...NOTHING,
    rules: [
      'no key of the registry can be built without a city (`functions/registry/keys.ts`, by its types)',
    ],
  },
  'INV-12': NOTHING,
};
