/**
 * What a page shows, ready to draw: positions are decided, nothing is measured or wrapped any more.
 * Lengths are PDF points (1/72 inch); the origin is the page's lower left corner; `y` of a text is its baseline.
 */
export type DisplayList = {
  /** Document title in the information dictionary; never personal data. */
  readonly title: string;
  /** Non-personal tag that binds the bytes to one request (INV-4), 1–128 ASCII letters, digits, '-', '_'. */
  readonly tag: string;
  /** What a template prints on every certificate. The same value each time: what is drawn of it is kept. */
  readonly form?: Form;
  readonly pages: readonly DisplayPage[];
};

export type DisplayPage = {
  readonly width: number;
  readonly height: number;
  /** Layers of the list's form that this page shows, below its own items, in this order. Absent = none. */
  readonly layers?: readonly number[];
  readonly items: readonly DisplayItem[];
};

export type DisplayItem = TextRun | Rule | Frame | Picture | Stamping;

/** The unchanging part of a template's certificates; never personal data. */
export type Form = {
  readonly layers: readonly (readonly (TextRun | Rule | Frame)[])[];
  /** Texts that nearly every certificate repeats at places of its own: labels of rows, digits, names of eras. */
  readonly texts: readonly string[];
};

/**
 * Items about an origin of their own that stand together wherever they stand: frames, rules and labels of a block.
 * Never personal data. Drawn once for all its places if its texts are among the form's.
 */
export type Stamp = { readonly items: readonly (TextRun | Rule | Frame)[] };

/** A stamp put down with its origin at a place. Equal stamps are one value: what is drawn of it is kept. */
export type Stamping = {
  readonly kind: 'stamp';
  readonly x: number;
  readonly y: number;
  readonly stamp: Stamp;
};

/** One run of characters, drawn left to right with the font's own advances, no shaping, no kerning. */
export type TextRun = {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  /** Font size in points. */
  readonly size: number;
  /** Horizontal scale, 1 = the font's own advance. Absent = 1. */
  readonly stretch?: number;
  /** Grey level of the text, 0 = black … 1 = white. Absent = 0; a finished certificate has no grey text. */
  readonly grey?: number;
  readonly text: string;
  /** Path of the model's field that this text comes from (`subjects[0].fullName`); named by a refusal. */
  readonly field: string;
};

export type Rule = {
  readonly kind: 'rule';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
  /** Grey level, 0 = black … 1 = white. Absent = 0. */
  readonly grey?: number;
};

export type Frame = {
  readonly kind: 'frame';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lineWidth: number;
  /** Grey level of the filling; absent = not filled. */
  readonly fill?: number;
  /** Grey level of the line, absent = 0 (black). */
  readonly grey?: number;
};

/** A seal or a mark: opaque, placed by its physical size, never resampled. */
export type Picture = {
  readonly kind: 'picture';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly image: PageImage;
  readonly field: string;
};

export type PageImage = BilevelImage | ColourImage;

/** 1 bit per pixel, rows top to bottom, each row padded to a byte, most significant bit first; 1 = ink. */
export type BilevelImage = {
  readonly columns: number;
  readonly rows: number;
  readonly bits: Uint8Array;
  /** Ink colour as 0…1 red, green, blue. A seal is vermilion, `[0.78, 0.1, 0.1]`; black is `[0, 0, 0]`. */
  readonly ink: readonly [number, number, number];
  /** What `encodeImage` has worked out beforehand, for an image that is drawn many times. */
  readonly encoded?: { readonly digest: string; readonly deflated: Uint8Array };
};

/** Opaque colours, rows top to bottom, each row padded to a byte, leftmost pixel in the highest bits. */
export type ColourImage = {
  readonly columns: number;
  readonly rows: number;
  /** Bits per pixel; 24 = red, green, blue, without a palette. */
  readonly depth: 1 | 2 | 4 | 8 | 24;
  /** Red, green, blue of each colour, 1…2^depth of them; empty for depth 24. */
  readonly palette: Uint8Array;
  readonly samples: Uint8Array;
  readonly encoded?: { readonly digest: string; readonly deflated: Uint8Array };
};
