import { CLOSED_NETWORK } from './closed-network.ts';
import { LOCAL } from './local.ts';
import { Stage, StageName } from './stage.ts';

const VALUES = { local: LOCAL, 'closed-network': CLOSED_NETWORK } as const;

/**
 * The stage of that name. `cloud` (the variable CLOUD) may turn the local stage to LocalStack.
 * @throws Error one sentence, where the name is unknown or the combination must not exist
 */
export function parseStage(name: string, cloud?: string | undefined): Stage {
  const known = StageName.safeParse(name);
  if (!known.success)
    throw new Error(`There is no stage "${name}"; there are ${StageName.options.join(' and ')}.`);
  const values = VALUES[known.data];
  const stage = Stage.safeParse({
    ...values,
    cloud: cloud === undefined || cloud === '' ? values.cloud : cloud,
  });
  if (stage.success) return stage.data;
  const reasons = stage.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Stage "${name}" is not valid: ${reasons.join('; ')}.`);
}
