import { type Evidence, type Outcome, type Played, reasonOf } from './evidence.ts';
import type { Scenario } from './scenario.ts';
import { createStage } from './stage.ts';
import type { StageParts } from './stage-parts.ts';

/**
 * Plays one scenario on a stage of its own, and puts back whatever it has changed, however it ends. It never throws: what
 * breaks off is part of the report.
 * @param tell each piece of evidence as soon as it is there
 */
export async function play(
  scenario: Scenario,
  parts: StageParts,
  tell: (one: Evidence) => void = () => undefined,
): Promise<Played> {
  const { number, part, title, source } = scenario;
  const stage = createStage(parts, tell);
  const began = performance.now();
  const reasons: string[] = [];
  await scenario.play(stage).catch((error: unknown) => reasons.push(reasonOf(error)));
  reasons.push(...(await stage.leave()));
  const broke = reasons.length === 0 ? undefined : reasons.join(' ');
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
