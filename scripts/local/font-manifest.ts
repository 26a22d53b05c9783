import { z } from 'zod';

const common = {
  /** What the rules of `lookup` and packs are named by. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  file: z.string().regex(/^[\w.-]+\.(ttf|otf|tte)$/i),
  licence: z.string().min(1),
  publisher: z.string().min(1),
  page: z.url(),
  debianPackage: z.string().optional(),
};

/** A font that is known to the byte. */
const PinnedFont = z.strictObject({
  ...common,
  version: z.string().min(1),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PinnedFont = z.infer<typeof PinnedFont>;

/** A font that has its place in the look-up and is not used until it is pinned; `notPinned` says why it is not. */
const NamedFont = z.strictObject({ ...common, notPinned: z.string().min(1) });

/** The city's own font, of which the manifest knows the place only. */
const CITY_FONT = 'eudc';

const codePoint = z
  .string()
  .regex(/^U\+[0-9A-F]{4,6}$/)
  .transform((text) => Number.parseInt(text.slice(2), 16));

const Rule = z
  .strictObject({ from: codePoint, to: codePoint, font: z.string() })
  .refine(({ from, to }) => from <= to && to <= 0x10ffff, 'is no range of code points')
  .refine(
    // drawing looks rules up by blocks; the last two code points of a plane are no characters
    ({ from, to }) => from % 0x100 === 0 && (to % 0x100 === 0xff || to % 0x10000 === 0xfffd),
    'has edges within a block of 256 code points',
  );

/** What certificates are drawn with, how each file is known, and which of them alone draws a code point. */
export const FontManifest = z
  .strictObject({
    fonts: z.array(z.union([PinnedFont, NamedFont])).min(1),
    /** The first rule that holds a code point decides alone. */
    lookup: z.array(Rule).min(1),
  })
  .superRefine(({ fonts, lookup }, context) => {
    const ids = fonts.map(({ id }) => id);
    const files = fonts.map(({ file }) => file);
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    if (new Set(ids).size < ids.length) complain('two fonts have one id');
    if (new Set(files).size < files.length) complain('two fonts have one file');
    if (ids.includes(CITY_FONT)) complain(`a font has the id ${CITY_FONT}, which stands for the cities’ own`);
    for (const { font } of lookup)
      if (font !== CITY_FONT && !ids.includes(font)) complain(`a rule names ${font}, which is no font`);
  });
export type FontManifest = z.infer<typeof FontManifest>;

export const pinnedFonts = ({ fonts }: FontManifest): readonly PinnedFont[] =>
  fonts.filter((font) => 'sha256' in font);
