import { join } from 'node:path';
import { packDocument } from './pack-document.ts';
import { startEngine } from './run-engine.ts';
import type { Setting } from './setting.ts';
import type { ProfileFrame } from './transfer.ts';

/** Drawn before the profile begins, and during it. */
const WARM_UP = 2_000;
const PROFILED = 3_000;
const AT_ONCE = 100;
/** Shown by name; what is below is said together. */
const SHOWN_SHARE = 0.01;

/** What the files of the engine do with the time, for people; a file that is not here stands under its own name. */
const STEPS: Readonly<Record<string, string>> = {
  'check-list.ts': 'checking the list',
  'keys.ts': 'text to codes',
  'codes.ts': 'text to codes',
  'font-lookup.ts': 'text to codes',
  'font-set.ts': 'text to codes',
  'open-pack.ts': 'text to codes',
  'write-content.ts': 'content and its coding',
  'pdf-number.ts': 'content and its coding',
  'text-coder.ts': 'content and its coding',
  'text-coders.ts': 'content and its coding',
  'byte-sheet.ts': 'content and its coding',
  'to-unicode.ts': 'ToUnicode',
  'bit-sheet.ts': 'font program',
  'font-program.ts': 'font program',
  'adler.ts': 'font program',
  'widths.ts': 'font program',
  'plate.ts': 'template',
  'press-plate.ts': 'template',
  'font-source.ts': 'reading rare glyphs',
  'draw-pdf.ts': 'assembling the file',
  'document.ts': 'assembling the file',
  'write-file.ts': 'assembling the file',
  'pdf-a.ts': 'assembling the file',
  'scratch.ts': 'memory',
};

/**
 * What a certificate's time is made of: a profile of this engine in a process of its own, by the files of its sources.
 * One line a step, the largest first.
 */
export async function breakdownOf(setting: Setting): Promise<readonly string[]> {
  const engine = startEngine(join(import.meta.dirname, 'profiled-process.ts'), setting.materialsFile);
  try {
    const ms: number[] = [];
    const frames: ProfileFrame[] = [];
    for (let from = 0; from < WARM_UP + PROFILED; from += AT_ONCE) {
      const documents = Array.from({ length: AT_ONCE }, (_, index) =>
        packDocument(setting.documentOf(2_000_000 + from + index), 'list'),
      );
      const profile = from >= WARM_UP;
      const answer = await engine.draw({ documents, keep: false, profile });
      if (!profile) continue;
      frames.push(...(answer.profile ?? []));
      for (const result of answer.results) if (result.kind === 'drawn') ms.push(result.ms);
    }
    return linesOf(sharesOf(frames), ms.reduce((sum, each) => sum + each, 0) / ms.length);
  } finally {
    await engine.end();
  }
}

/** Parts of the whole by step, the largest first. */
export function sharesOf(
  frames: readonly ProfileFrame[],
): readonly (readonly [step: string, share: number])[] {
  const totals = new Map<string, number>();
  for (const { place, micros } of frames) {
    const step = STEPS[place] ?? place;
    totals.set(step, (totals.get(step) ?? 0) + micros);
  }
  const all = [...totals.values()].reduce((sum, micros) => sum + micros, 0);
  return [...totals].map(([step, micros]) => [step, micros / all] as const).toSorted((a, b) => b[1] - a[1]);
}

function linesOf(shares: readonly (readonly [string, number])[], meanMs: number): readonly string[] {
  const shown = shares.filter(([, share]) => share >= SHOWN_SHARE);
  const rest = 1 - shown.reduce((sum, [, share]) => sum + share, 0);
  return [...shown, ['everything else', rest] as const].map(
    ([step, share]) =>
      `in process: ${step.padEnd(24)}${(share * 100).toFixed(1).padStart(5)} %  ${(share * meanMs * 1000).toFixed(1).padStart(6)} µs`,
  );
}
