import type { IssueWishes, LinkWishes, PdfWishes } from './arguments.ts';

export type BenchOptions = {
  /** Interleaved rounds: every round measures every side. */
  readonly rounds: number;
  /** No further round begins after so many seconds of measuring. */
  readonly seconds: number;
  readonly say: (line: string) => void;
  readonly issue?: IssueWishes | undefined;
  readonly pdf?: PdfWishes | undefined;
  readonly link?: LinkWishes | undefined;
};

/** One number that has a goal. */
export type Target = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: { readonly is: 'at most' | 'at least'; readonly value: number };
};

export type BenchReport = {
  readonly targets: readonly Target[];
  /** What else was measured, one line each. */
  readonly notes: readonly string[];
  /** The numbers themselves, for `--json`. */
  readonly data?: unknown;
};

export type Benchmark = {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly needsSystem: boolean;
  readonly rounds: number;
  readonly run: (options: BenchOptions) => Promise<BenchReport>;
};

export const isMet = ({ value, goal }: Target): boolean =>
  goal.is === 'at most' ? value <= goal.value : value >= goal.value;

const rounded = (value: number): string => String(Number(value.toFixed(2)));

/** `name value goal met|short` */
export function targetLine(target: Target): string {
  const { name, value, unit, goal } = target;
  const sign = goal.is === 'at most' ? '≤' : '≥';
  const end = isMet(target) ? 'met' : 'short';
  return `${name}  ${rounded(value)} ${unit}  ${sign} ${rounded(goal.value)} ${unit}  ${end}`;
}

/** `N targets, N met, N short` */
export function summaryLine(targets: readonly Target[]): string {
  const met = targets.filter(isMet).length;
  return `${targets.length} targets, ${met} met, ${targets.length - met} short`;
}
