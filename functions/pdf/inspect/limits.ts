/** How much a file may ask for. Reached, they refuse the file (`kind: 'limit'`); `textBytes` only ends its text. */
export type InspectLimits = {
  /** Bytes of the file: what an answer to the kiosk can carry. */
  readonly bytes: number;
  readonly pages: number;
  /** Cross-reference sections, that is, one more than incremental updates. */
  readonly revisions: number;
  /** Entries of all cross-reference sections together. */
  readonly objects: number;
  /** Arrays and dictionaries within one another, and levels of the page tree. */
  readonly nesting: number;
  /** Bytes that are parsed as objects, in the file and out of object streams. */
  readonly syntaxBytes: number;
  /** Numbers, names, … that are kept; a dictionary counts as four and each of its keys as one more. */
  readonly values: number;
  /** Bytes of inflated object and cross-reference streams. */
  readonly inflatedBytes: number;
  /** Bytes of inflated page contents and character maps. */
  readonly textBytes: number;
};

export const defaultLimits: InspectLimits = {
  bytes: 4_400_000,
  pages: 500,
  revisions: 64,
  objects: 20_000,
  nesting: 32,
  syntaxBytes: 2 * 1024 * 1024,
  values: 100_000,
  inflatedBytes: 2 * 1024 * 1024,
  textBytes: 4 * 1024 * 1024,
};

/** What is left of the limits while one file is read. */
export type Budget = {
  readonly limits: InspectLimits;
  objects: number;
  syntaxBytes: number;
  values: number;
  inflatedBytes: number;
  textBytes: number;
};

export const budgetOf = (limits: InspectLimits): Budget => ({
  limits,
  objects: limits.objects,
  syntaxBytes: limits.syntaxBytes,
  values: limits.values,
  inflatedBytes: limits.inflatedBytes,
  textBytes: limits.textBytes,
});
