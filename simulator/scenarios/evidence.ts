/** What was sent and what came back. Sample people only: the report may show all of it. */
export type Exchange = {
  readonly kind: 'exchange';
  /** What is asked, in Japanese. */
  readonly what: string;
  readonly request: unknown;
  readonly answer:
    | { readonly kind: 'data'; readonly data: unknown }
    | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string }
    | {
        readonly kind: 'pdf';
        readonly sha256: string;
        readonly bytes: number;
        readonly pages: number;
        /** One PNG a page, where the scenario shows it. */
        readonly pictures: readonly Uint8Array[];
      };
};

/** A claim of the scenario and whether it held. */
export type Judgement = { readonly kind: 'judgement'; readonly claim: string; readonly holds: boolean };

/** Something that was done beside the kiosk: a link file, an operator's act. */
export type Act = { readonly kind: 'act'; readonly what: string };

/** What this book cannot show by itself, and where it is shown. */
export type Elsewhere = { readonly kind: 'elsewhere'; readonly what: string; readonly where: string };

/** Something to look at, as PNG: a part of a page in its measure. */
export type Pictures = {
  readonly kind: 'pictures';
  readonly what: string;
  readonly pictures: readonly Uint8Array[];
};

export type Evidence = Exchange | Judgement | Act | Elsewhere | Pictures;

export type Outcome = 'passed' | 'failed' | 'broken';

export type Played = {
  readonly number: number;
  readonly part: string;
  readonly title: string;
  readonly source: string;
  readonly outcome: Outcome;
  /** Why it broke off, in one sentence; absent where it did not. */
  readonly broke?: string;
  readonly seconds: number;
  readonly evidence: readonly Evidence[];
};

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Longer texts of a request are files in BASE64, which nobody reads in a report. */
const LONGEST_TEXT = 400;

/** What was said, as JSON for reading. */
export const saidOf = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value ?? null,
    (_name, one: unknown) =>
      typeof one === 'string' && one.length > LONGEST_TEXT
        ? `${one.slice(0, LONGEST_TEXT)}…（全 ${one.length} 字）`
        : one,
    indent,
  );
