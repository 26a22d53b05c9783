import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { drawn, listOf, openBasePack, packOf, sealImage } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

/** SHA-256 of the file that the determinism test draws; run as a program, it prints it. */
export function digestOfSample(): string {
  const image = sealImage(40);
  const seal = { kind: 'picture', x: 400, y: 100, width: 40, height: 40, image, field: 'seal' } as const;
  const list = listOf(['住民票の写し', '葛\u{e0102}城 𠮷田', '外字\ue000\ue003'], [seal]);
  const pdf = drawn(list, { base: openBasePack(), gaiji: packOf(buildFont(samplePlan)) });
  return sha256Hex(pdf);
}

if (import.meta.main) console.log(digestOfSample());
