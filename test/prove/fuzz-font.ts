import { ensureFonts } from '../../scripts/local/fonts.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { openChild } from './child.ts';
import { costs } from './costs.ts';
import type { Built } from './fuzz-font/build-child.ts';
import { mutantOf } from './fuzz-font/mutations.ts';
import { sources, wholeFont } from './fuzz-font/sources.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

/** Of the processor; the whole of IPAmj takes 5 s. */
const MILLISECONDS = 2_000;
/** Beyond four times the file: tables of a fixed size, up to 131,070 keys, and what waits to be collected. */
const SPARE_BYTES = 32 * 1024 * 1024;
/** Large fonts take a hundred times as long as the others. */
const SHARES = [
  ['small', 0.99],
  ['large', 0.01],
] as const;
/** From so many cases on the whole base font is measured, too. */
const WITH_WHOLE_FONT = 1_000;
const CHILD = new URL('fuzz-font/build-child.ts', import.meta.url);
/** Node and the program itself need less than half of it. */
const HEAP_MEGABYTES = 96;
/** Small, so that what is measured is memory in use and not what waits to be collected. */
const YOUNG_MEGABYTES = 2;
const PATIENCE_MS = 20_000;
const TABLE = /^(file|head|hhea|maxp|hmtx|loca|glyf|cmap)$/;

/** Foreign fonts become sound packs or are refused, in bounded time and memory. */
export const fuzzFont: Proof = {
  name: 'fuzz-font',
  summary:
    'Mutated fonts give a sound pack or a fault that names a table, within 2 s and 4 × the file + 32 MB',
  needsSystem: false,
  count: 10_000,
  slice: 300,
  run: prove,
};

async function prove({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, note, report } = tally();
  await ensureFonts(say);
  const fonts = await sources();
  const sound = [...Object.values(fonts).flat(), ...(count < WITH_WHOLE_FONT ? [] : [await wholeFont()])];
  // another process, which may hang or die
  const builder = openChild<Uint8Array, Built>(CHILD, PATIENCE_MS, [
    `--max-old-space-size=${HEAP_MEGABYTES}`,
    `--max-semi-space-size=${YOUNG_MEGABYTES}`,
  ]);
  const cost = costs();
  try {
    for (const { name, font } of sound) {
      const built = await builder.ask(font);
      check(built?.outcome.kind === 'pack', `${name} itself is not taken: ${JSON.stringify(built?.outcome)}`);
      const grown = built?.grownBytes ?? 0;
      const share = (grown / font.length).toFixed(1);
      check(grown <= 4 * font.length + SPARE_BYTES, `${name} itself takes ${share} times its size`);
      const seconds = ((built?.milliseconds ?? 0) / 1000).toFixed(1);
      if (font.length > 1024 * 1024) note(`${name}: ${seconds} s, ${share} times its size beside it`);
    }
    for (let index = 0; index < count; index++) {
      const random = randomFor(`${seed}/fuzz-font/${index}`);
      const source = random.pick(fonts[random.weighted(SHARES)]);
      const { font, how } = mutantOf(source, random);
      const built = await builder.ask(font);
      const fault = faultOf(built, font);
      check(fault === undefined, `mutant ${index} (${source.name}, ${how}; seed ${seed}): ${fault}`);
      cost.take(outcomeOf(built), built);
      if ((index + 1) % 1_000 === 0) say(`${index + 1} mutants`);
    }
  } finally {
    await builder.close();
  }
  note(`of ${sound.length} fonts; ${cost.outcomes()}`);
  note(cost.measured());
  return report();
}

function outcomeOf(built: Built | undefined): string {
  if (built === undefined) return 'no answer';
  const { outcome } = built;
  return outcome.kind === 'refused' ? `${outcome.fault.table} ${outcome.fault.kind}` : outcome.kind;
}

/** What is wrong with how a mutant was dealt with. */
function faultOf(built: Built | undefined, font: Uint8Array): string | undefined {
  if (built === undefined) return 'no answer: the builder hung or ran out of memory';
  const { milliseconds, grownBytes, outcome } = built;
  if (milliseconds > MILLISECONDS) return `took ${milliseconds.toFixed(0)} ms`;
  if (grownBytes > 4 * font.length + SPARE_BYTES) return `took ${(grownBytes / 2 ** 20).toFixed(0)} MB`;
  switch (outcome.kind) {
    case 'pack':
      return outcome.fault === undefined ? undefined : `an unsound pack: ${outcome.fault}`;
    case 'refused':
      return TABLE.test(outcome.fault.table) && outcome.fault.detail !== ''
        ? undefined
        : `a fault without a table: ${JSON.stringify(outcome.fault)}`;
    case 'threw':
      return `threw: ${outcome.message}`;
  }
}
