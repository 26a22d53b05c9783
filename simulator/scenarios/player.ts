import type { EvidenceView, ScenarioList, ScenarioProgress } from '../kiosk/scenario-contract.ts';
import { type Evidence, reasonOf, saidOf } from './evidence.ts';
import { play } from './play.ts';
import { PARTS, type Scenario } from './scenario.ts';
import type { StageParts } from './stage-parts.ts';

/** So much of the evidence goes in one answer: pages are pictures. */
const MOST_AT_ONCE = 20;

type Run = {
  readonly play: number;
  readonly number: number;
  readonly evidence: Evidence[];
  end: ScenarioProgress['end'];
};

export type ScenarioPlayer = ReturnType<typeof createScenarioPlayer>;

/** Plays scenarios of a book one at a time, and tells how far the last one is. */
export function createScenarioPlayer(book: readonly Scenario[], openStage: () => Promise<StageParts>) {
  let run: Run | undefined;

  async function go(scenario: Scenario, current: Run): Promise<void> {
    const began = performance.now();
    try {
      const played = await play(scenario, await openStage(), (one) => current.evidence.push(one));
      const { outcome, broke = null, seconds } = played;
      current.end = { outcome, broke, seconds };
    } catch (error) {
      const seconds = (performance.now() - began) / 1000;
      current.end = { outcome: 'broken', broke: reasonOf(error), seconds };
    }
  }

  return {
    list: (): ScenarioList => ({
      parts: Object.entries(PARTS).map(([part, name]) => ({ part, name })),
      scenarios: book.map(({ number, part, title, source }) => ({ number, part, title, source })),
    }),

    /** Begins to play it. */
    play(number: number): 'begun' | 'unknown' | 'busy' {
      const scenario = book.find((one) => one.number === number);
      if (scenario === undefined) return 'unknown';
      if (run !== undefined && run.end === null) return 'busy';
      run = { play: (run?.play ?? 0) + 1, number, evidence: [], end: null };
      void go(scenario, run);
      return 'begun';
    },

    /** The end is told with the last of the evidence. */
    progress(from: number): ScenarioProgress {
      if (run === undefined) return { play: 0, number: null, evidence: [], end: null };
      const { play: count, number, evidence, end } = run;
      const until = from + MOST_AT_ONCE;
      return {
        play: count,
        number,
        evidence: evidence.slice(from, until).map(viewOf),
        end: until < evidence.length ? null : end,
      };
    },
  };
}

const json = (value: unknown): string => saidOf(value, 1);
const base64 = (pictures: readonly Uint8Array[]): string[] =>
  pictures.map((png) => Buffer.from(png).toString('base64'));

function viewOf(one: Evidence): EvidenceView {
  switch (one.kind) {
    case 'act':
    case 'elsewhere':
    case 'judgement':
      return one;
    case 'pictures':
      return { ...one, pictures: base64(one.pictures) };
    case 'exchange': {
      const { what, request, answer } = one;
      const said = { kind: 'exchange', what, request: json(request) } as const;
      if (answer.kind === 'data') return { ...said, answer: { kind: 'data', data: json(answer.data) } };
      if (answer.kind === 'refused') return { ...said, answer };
      return { ...said, answer: { ...answer, pictures: base64(answer.pictures) } };
    }
  }
}
