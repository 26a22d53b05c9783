import type { Outcome, Played } from './evidence.ts';
import type { Scenario } from './scenario.ts';
import { createStage, type StageParts } from './stage.ts';

/** Plays one scenario on a stage of its own. It never throws: what breaks off is part of the report. */
export async function play(scenario: Scenario, parts: StageParts): Promise<Played> {
  const { number, part, title, source } = scenario;
  const stage = createStage(parts);
  const began = performance.now();
  let broke: string | undefined;
  try {
    await scenario.play(stage);
  } catch (error) {
    broke = error instanceof Error ? error.message : String(error);
  }
  const evidence = stage.evidence();
  const judged = evidence.filter((one) => one.kind === 'judgement');
  const outcome: Outcome =
    broke !== undefined || judged.length === 0
      ? 'broken'
      : judged.every(({ holds }) => holds)
        ? 'passed'
        : 'failed';
  return {
    number,
    part,
    title,
    source,
    outcome,
    ...(broke === undefined ? {} : { broke }),
    seconds: (performance.now() - began) / 1000,
    evidence,
  };
}
