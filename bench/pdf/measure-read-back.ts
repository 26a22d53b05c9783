import { openSync } from 'node:fs';
import {
  checkGlyphs,
  keyOf,
  openWitness,
  readBack,
  sourceFromDescriptor,
  type Witness,
} from '../../functions/pdf/index.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { oursFast } from './engines/ours.ts';
import { type FontName, fontNameOf } from './fonts.ts';
import type { Setting } from './setting.ts';

const WARM_UP = 300;
const MEASURED = 500;
/** Numbers of the certificates that only this draws. */
const FIRST_INDEX = 3_000_000;

/**
 * What the release gate spends on a certificate's bytes: milliseconds of reading each of them back and comparing every
 * embedded outline with its source.
 */
export async function measureReadBack({ materials, documentOf }: Setting): Promise<readonly number[]> {
  if (oursFast.takes !== 'list') throw new Error('this engine draws lists');
  const { draw } = await oursFast.open(materials);
  const witnesses: Readonly<Record<FontName, Witness>> = {
    base: unwrap(openWitness(sourceFromDescriptor(openSync(materials.basePack.path, 'r')))),
    gaiji: unwrap(openWitness(sourceFromDescriptor(openSync(materials.gaijiPack.path, 'r')))),
  };
  const times: number[] = [];
  for (let index = 0; index < WARM_UP + MEASURED; index += 1) {
    const pdf = await draw(documentOf(FIRST_INDEX + index).list);
    const began = performance.now();
    const mismatches = checkGlyphs(unwrap(readBack(pdf)), (code) => witnesses[fontNameOf(keyOf(code))]);
    const ms = performance.now() - began;
    if (mismatches.length > 0)
      throw new Error(`a certificate does not read back: ${JSON.stringify(mismatches[0])}`);
    if (index >= WARM_UP) times.push(ms);
  }
  return times;
}
