/** What is wrong with a font file. `table` is the sfnt table ('file' = the directory), `detail` is for people. */
export type FontFault = {
  readonly kind:
    | 'unsupported'
    | 'missing-table'
    | 'truncated'
    | 'out-of-range'
    | 'inconsistent'
    | 'too-large'
    | 'too-deep'
    | 'cyclic';
  readonly table: string;
  readonly detail: string;
};
