/** What a subcommand found: lines for people, data for `--json`, and whether all is well. */
export type Outcome = {
  readonly ok: boolean;
  readonly lines: readonly string[];
  readonly data: unknown;
};

/** `2000` keys as `2,000`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');
