/**
 * What a page shows, ready to draw: positions are decided, nothing is measured or wrapped any more.
 * Lengths are PDF points (1/72 inch); the origin is the page's lower left corner; `y` of a text is its baseline.
 */
export type DisplayList = {
  /** Document title in the information dictionary; never personal data. */
  readonly title: string;
  /** Non-personal tag that binds the bytes to one request (INV-4), 1–128 ASCII letters, digits, '-', '_'. */
  readonly tag: string;
  readonly pages: readonly DisplayPage[];
};

export type DisplayPage = {
  readonly width: number;
  readonly height: number;
  readonly items: readonly DisplayItem[];
};

export type DisplayItem = TextRun | Rule | Frame | Picture;

/** One run of characters, drawn left to right with the font's own advances, no shaping, no kerning. */
export type TextRun = {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  /** Font size in points. */
  readonly size: number;
  /** Horizontal scale, 1 = the font's own advance. Absent = 1. */
  readonly stretch?: number;
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
  readonly image: BilevelImage;
  readonly field: string;
};

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
