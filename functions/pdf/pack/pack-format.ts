/**
 * A glyph pack: one font, prepared so that a certificate's subset is made by copying bits. One file, little-endian,
 * every part at a multiple of 8 bytes:
 *
 * ```
 * 0   'KOFUPACK'
 * 8   u32 format version, u32 length of the header in bytes
 * 16  header: JSON (`PackHeader`), UTF-8, padded with spaces to a multiple of 8
 * …   the sections in the order of `SECTIONS`; the header gives their places, counted from the file's start
 * ```
 *
 * Keys are `GlyphKey` numbers (`keys.ts`). Every key of a pack has an *ordinal* from 1: bare code points first, in
 * ascending order (at most 65,535 of them), then the sequences in ascending order of their key. A key that the font
 * maps to `.notdef`, to nothing, or (spaces apart) to a glyph that draws nothing, is not in the pack.
 */
export const MAGIC = 'KOFUPACK';
export const FORMAT_VERSION = 1;

export const SECTIONS = [
  /** u16 × 0x1100: for each block of 256 code points 1 + its block number in `blocks`, 0 = the font has none of them. */
  'pages',
  /** u16 × 256 per block: ordinal of the bare code point, 0 = none. */
  'blocks',
  /** u32, ascending: the keys of the sequences; the first has ordinal `bareKeys + 1`. */
  'sequences',
  /** u32 per ordinal (index 0 unused): where its record begins in `glyphs`, in words of 4 bytes. */
  'records',
  /** u16 per ordinal (index 0 unused): advance width in font units. */
  'advances',
  /** u32 words: the first bits of the deflate block that all coded glyphs share (BFINAL = 1, BTYPE = 2, its codes). */
  'blockHead',
  /** u32 words: the records (see `RECORD_WORDS`), the hot ones first. */
  'glyphs',
  /** u32 × 4 per key, ascending by key: key, outline hash low, outline hash high, advance | (bearing & 0xffff) << 16. */
  'witness',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/**
 * A record begins with five words:
 * 0 length in bytes of the glyph's `glyf` entry, padded with zeros to a multiple of 4 (0 for a glyph that draws nothing);
 * 1 number of coded bits;
 * 2 Adler-32 of the padded entry, as a | b << 16, begun at 1;
 * 3 sum of the padded entry's big-endian 32-bit words, modulo 2³²;
 * 4 advance | (left side bearing & 0xffff) << 16;
 * then the coded bits: deflate tokens in the codes of `blockHead`, first bit lowest, unused bits of the last word 0.
 * The entry is a simple glyph without instructions; composites are flattened when the pack is built.
 */
export const RECORD_WORDS = 5;

export type PackHeader = {
  /** The font file that the pack was made from. */
  readonly source: { readonly sha256: string; readonly bytes: number };
  /** PostScript name: ASCII letters, digits and '-'. */
  readonly name: string;
  /** As the font states it in `head` (`5.01`), for people. */
  readonly fontVersion: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly bbox: readonly [number, number, number, number];
  readonly bareKeys: number;
  readonly sequenceKeys: number;
  /** Greatest numbers of points and contours of any glyph. */
  readonly maxPoints: number;
  readonly maxContours: number;
  readonly maxAdvance: number;
  /** Whether every glyph's left side bearing is its outline's xMin. */
  readonly bearingsFit: boolean;
  /** Bits of `blockHead`, then the end-of-block code as deflate reads it (first bit lowest) and its length. */
  readonly blockHeadBits: number;
  readonly endOfBlock: { readonly code: number; readonly bits: number };
  /** Bytes of `glyphs` that hold the hot set; a multiple of 4. */
  readonly hotBytes: number;
  readonly sections: Readonly<Record<SectionName, readonly [offset: number, bytes: number]>>;
};
