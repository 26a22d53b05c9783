import { type DisplayList, drawByPdfLib, drawPdf, sourceFromBytes } from '../../../functions/pdf/index.ts';
import { buildPack } from '../../../functions/pdf/pack/build-pack.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { openFonts } from '../../support/pdf/fonts.ts';
import { sealImage } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const PAGE = { width: 595.28, height: 841.89 } as const;

/** Text of two fonts, a picture, a form and what stands on it. */
const sample = (image = sealImage(40)): DisplayList => ({
  title: '試験',
  tag: 'test-1',
  form: {
    layers: [[{ kind: 'text', x: 200, y: 780, size: 20, text: '住民票の写し', field: 'template' }]],
    texts: ['氏名'],
  },
  pages: [
    {
      ...PAGE,
      layers: [0],
      items: [
        { kind: 'text', x: 20, y: 700, size: 10, text: '氏名葛\u{e0102}城 𠮷田', field: 'name' },
        { kind: 'text', x: 20, y: 680, size: 10, text: '外字\ue000\ue003', field: 'address' },
        { kind: 'rule', x1: 20, y1: 670, x2: 500, y2: 670, width: 0.5 },
        { kind: 'picture', x: 400, y: 100, width: 40, height: 40, image, field: 'seal' },
      ],
    },
    { ...PAGE, items: [{ kind: 'text', x: 20, y: 700, size: 10, text: '以下余白', field: 'end' }] },
  ],
});

/** SHA-256 of everything that must not depend on when, where or after what it was made; a program prints them. */
export async function digestsOfSample(): Promise<Readonly<Record<string, string>>> {
  const gaiji = buildFont(samplePlan);
  const fonts = openFonts(gaiji);
  const list = sample();
  return {
    fast: sha256Hex(unwrap(drawPdf(list, fonts))),
    compact: sha256Hex(unwrap(drawPdf(list, fonts, { size: 'compact' }))),
    plain: sha256Hex(unwrap(drawPdf(list, fonts, { profile: 'plain' }))),
    'by pdf-lib': sha256Hex(unwrap(await drawByPdfLib(list, fonts))),
    'compact by pdf-lib': sha256Hex(unwrap(await drawByPdfLib(list, fonts, { size: 'compact' }))),
    pack: sha256Hex(unwrap(buildPack(sourceFromBytes(gaiji), { sha256: sha256Hex(gaiji) }))),
  };
}

if (import.meta.main) console.log(JSON.stringify(await digestsOfSample()));
