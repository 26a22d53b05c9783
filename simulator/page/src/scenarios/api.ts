import { SCENARIO_ROUTES, ScenarioList, ScenarioProgress } from '../../../kiosk/scenario-contract.ts';
import { type Answer, ask, askFor } from '../ask.ts';

export type ScenarioApi = {
  list(): Answer<ScenarioList>;
  play(number: number): Answer<unknown>;
  progress(from: number): Answer<ScenarioProgress>;
};

export const scenarioApi: ScenarioApi = {
  list: () => askFor(ScenarioList, SCENARIO_ROUTES.list),
  play: (number) => ask(SCENARIO_ROUTES.play, { number }),
  progress: (from) => askFor(ScenarioProgress, SCENARIO_ROUTES.progress, { from }),
};
