import {
  type FontFault,
  openPack,
  openTrueType,
  openWitness,
  sourceFromBytes,
} from '../../../functions/pdf/index.ts';
import { buildPack } from '../../../functions/pdf/pack/build-pack.ts';
import { checkPack } from '../../../functions/pdf/pack/check-pack.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { peakOver } from '../peak-memory.ts';

/** What became of one font. */
export type Built = {
  /** Of the processor. */
  readonly milliseconds: number;
  readonly grownBytes: number;
  readonly outcome:
    | { readonly kind: 'pack'; readonly keys: number; readonly fault: string | undefined }
    | { readonly kind: 'refused'; readonly fault: FontFault }
    | { readonly kind: 'threw'; readonly message: string };
};

/** What is wrong with a finished pack, by all who read packs. */
function faultOf(bytes: Uint8Array, font: Uint8Array, sha256: string): string | undefined {
  const source = sourceFromBytes(bytes);
  const opened = openTrueType(sourceFromBytes(font), { id: sha256 });
  if (!opened.ok) return 'its font does not open';
  const checked = checkPack(bytes, opened.value);
  if (!checked.ok) return `${checked.error.part}: ${checked.error.detail}`;
  const pack = openPack(source, { id: sha256 });
  if (!pack.ok) return `${pack.error.part}: ${pack.error.detail}`;
  const witness = openWitness(source);
  return witness.ok ? undefined : `${witness.error.part}: ${witness.error.detail}`;
}

function outcomeOf(font: Uint8Array, sha256: string): Built['outcome'] | Uint8Array {
  try {
    const built = buildPack(sourceFromBytes(font), { sha256 });
    return built.ok ? built.value : { kind: 'refused', fault: built.error };
  } catch (error) {
    return { kind: 'threw', message: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (font: Uint8Array) => {
  const sha256 = sha256Hex(font);
  const grown = peakOver();
  const before = process.threadCpuUsage();
  const outcome = outcomeOf(font, sha256);
  const { user, system } = process.threadCpuUsage(before);
  const grownBytes = grown();
  const built: Built = {
    milliseconds: (user + system) / 1000,
    grownBytes,
    outcome:
      outcome instanceof Uint8Array
        ? { kind: 'pack', keys: outcome.length, fault: faultOf(outcome, font, sha256) }
        : outcome,
  };
  process.send?.(built);
});
