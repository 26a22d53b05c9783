import type { Stage } from './stage.ts';

export type Part = 'A' | 'B' | 'C' | 'D' | 'E';

/** Titles of the parts, as a report is divided. */
export const PARTS: Readonly<Record<Part, string>> = {
  A: '正常な交付',
  B: '交付できない場合',
  C: '同時の要求と時間切れ',
  D: '印刷の結果と手数料',
  E: '変更予約',
};

/** One scenario of the book. Numbers are those of the book and stay. */
export type Scenario = {
  readonly number: number;
  readonly part: Part;
  /** What is tried, in Japanese. */
  readonly title: string;
  /** 仕様書の条項、法令、事故. */
  readonly source: string;
  /** Plays it; whatever is claimed goes through the stage, which judges and keeps the evidence. */
  readonly play: (stage: Stage) => Promise<void>;
};
