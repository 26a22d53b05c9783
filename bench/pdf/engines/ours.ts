import { openSync } from 'node:fs';
// the modules that draw, and not the reader of the release gate, which the capability's index brings along
import { type DrawOptions, drawPdf } from '../../../functions/pdf/draw/draw-pdf.ts';
import { encodeImage } from '../../../functions/pdf/draw/encode-image.ts';
import { FONT_LOOKUP } from '../../../functions/pdf/draw/font-lookup.ts';
import { fontSet } from '../../../functions/pdf/draw/font-set.ts';
import { takePlate } from '../../../functions/pdf/draw/plate-file.ts';
import { sourceFromDescriptor } from '../../../functions/pdf/font/font-source.ts';
import { type GlyphPack, openPack } from '../../../functions/pdf/pack/open-pack.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import type { Engine, PackFile } from './engine.ts';

const opened = ({ path, id }: PackFile): GlyphPack =>
  unwrap(openPack(sourceFromDescriptor(openSync(path, 'r')), { id }));

const ours = (options: DrawOptions): Engine => ({
  takes: 'list',
  open: async ({ basePack, gaijiPack, seal, form, plate }) => {
    const fonts = fontSet(FONT_LOOKUP, { ipamjm: opened(basePack), eudc: opened(gaijiPack) });
    if (form !== undefined && plate !== undefined) unwrap(takePlate(plate, form, fonts));
    return {
      seal: encodeImage(seal),
      draw: (list) => {
        const pdf = drawPdf(list, fonts, options);
        if (!pdf.ok) throw new Error(JSON.stringify(pdf.error));
        return pdf.value;
      },
    };
  },
});

export const oursFast = ours({ profile: 'a-2u', size: 'fast' });
export const oursCompact = ours({ profile: 'a-2u', size: 'compact' });
export const oursPlain = ours({ profile: 'plain', size: 'fast' });
