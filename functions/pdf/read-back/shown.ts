/** Text shown at one place: position and size in points, `stretch` 1 = the font's own advances. */
export type ReadRun = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly stretch: number;
};

/** A picture's place in points and its `pictureDigest`; the ink as red, green, blue 0…1 of one that has no colours. */
export type ReadPicture = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ink?: readonly [number, number, number];
  readonly digest: string;
};

/** An area of the page, in points. */
export type Box = {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
};

/** An opaque area, and how many boxes were painted before it. */
export type Cover = { readonly box: Box; readonly after: number; readonly isDark: boolean };

/** What one stream of operators shows. */
export type Shown = {
  readonly runs: readonly ReadRun[];
  readonly pictures: readonly ReadPicture[];
  /** Where runs and pictures lie, in the order of painting. */
  readonly boxes: readonly Box[];
  readonly covers: readonly Cover[];
};
