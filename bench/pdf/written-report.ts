import { cpus, totalmem } from 'node:os';
import { isMet, type Target } from '../benchmark.ts';
import type { EngineRow } from './results.ts';
import { correctnessTable, speedTable } from './tables.ts';

/** A run as `docs/benchmarks.md` tells it. */
export type WrittenRun = {
  readonly command: string;
  readonly machine: string;
  readonly date: string;
  readonly seed: string;
  readonly rounds: number;
  readonly documents: number;
  readonly coldProcesses: number;
  readonly warmUp: number;
  readonly differentKeys: number;
  readonly rows: readonly EngineRow[];
  readonly targets: readonly Target[];
  /** Lines that say what the time is made of. */
  readonly breakdown: readonly string[];
};

/** Processor, cores, memory, system and Node of this machine, in one sentence. */
export function machine(): string {
  const [first] = cpus();
  const model = first?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model}, ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

export function writtenReport(run: WrittenRun): string {
  return `# What drawing a certificate costs

Written by a run; a person repeats it with

\`\`\`
${run.command}
\`\`\`

on a machine that does nothing else: a full run takes about a quarter of an hour on two cores, \`--quick\` about five
minutes. The peers are installed into \`bench/peers/node_modules\` by the first run; nothing of the system uses them.

| | |
|---|---|
| date | ${run.date} |
| machine | ${run.machine} |
| seed | \`${run.seed}\`: another run draws its own, \`--seed\` repeats this one |

## Time, size and memory

${speedTable(run.rows).join('\n')}

¹ Not bundled: read from its folder of packages, because it is native code or cannot be one CommonJS file. All others,
this engine among them, are one file, bundled as the functions are.

- **The page**: 住民票の写し of a household of four with every option, one A4 page of about 680 characters, 180 to 190 of
  them different; one or two variation sequences in ten places, characters beyond the BMP, two private-use characters of
  a city's own font, a seal. Names, addresses and dates are drawn from the seed: ${run.differentKeys.toLocaleString('en')} different
  keys over this run, so that nothing prepared beforehand can hold them.
- **All engines are given the same page**: every run of text with its place and size, rules, frames and the seal. It is
  made, and the garbage of making it collected, before the clock starts, 250 certificates at a time: the first of them
  meets cold caches. What this engine makes of a template once lies ready, as a city's settings keep it.
- **cold**: the median of ${run.coldProcesses} fresh processes each, from the first line of the program's file, after Node's own
  start, to the end of the first certificate: code, fonts, certificate.
- **p50, p99, CPU, bytes**: every engine in one process of its own, ${run.warmUp} certificates of warm-up at most, then ${run.rounds} rounds
  in turn with the others. An engine that needs more than 50 ms for a certificate draws fewer of them, as the second
  column says. CPU counts every thread, garbage collection among them. **p50 ×** is the median of the rounds' ratios.
- **peak** is the most memory that the process ever held (\`VmHWM\`), and grows with the number of certificates in some
  engines; the target below compares both after as many.

## Correctness

${correctnessTable(run.rows).join('\n')}

- **Wrong cells**: pages are rendered at 300 dpi and compared, glyph by glyph, with the same page made of nothing but
  paths from the font's outlines. The sparse page is the copy of one person: few glyphs, a small subset.
- **Lost keys**: code points with their variation selectors as pdf.js extracts them, against what the page says. The
  twins are characters beside a sequence of them that has the very same outline.
- **Missing sequence**: U+845B U+E0100, which the font does not have, though it has U+845B. To draw another glyph in its
  place without a word is how a wrong name gets onto a certificate.

## Targets

| target | measured | goal | |
|---|---:|---:|---|
${run.targets.map(targetRow).join('\n')}

## What the time is made of

A profile of this engine in a process of its own, by the files of its sources; profiling itself makes it slower.

\`\`\`
${run.breakdown.join('\n')}
\`\`\`

## What is not in these numbers

Laying out the page, reading the registry, the transaction that commits, encryption by KMS, S3, the network and the
start of Node or of Lambda: in operation these take milliseconds to hundreds of milliseconds, beside which a tenth of a
millisecond is nothing. What the difference buys is the cold start, the memory of a function, and a release gate that can
afford to read every certificate back.
`;
}

function targetRow(target: Target): string {
  const { name, value, unit, goal } = target;
  const sign = goal.is === 'at most' ? '≤' : '≥';
  const rounded = (number: number): string => Number(number.toFixed(2)).toLocaleString('en');
  return `| ${name.replace(/^pdf: /, '')} | ${rounded(value)} ${unit} | ${sign} ${rounded(goal.value)} ${unit} | ${isMet(target) ? 'met' : 'short'} |`;
}
