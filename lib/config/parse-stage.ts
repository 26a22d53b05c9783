import { CLOSED_NETWORK } from './closed-network.ts';
import { LOCAL } from './local.ts';
import { Stage, StageName } from './stage.ts';
import { standInLinks } from './stand-in-links.ts';

const VALUES = { local: LOCAL, 'closed-network': CLOSED_NETWORK } as const;

/** Where the stand-in of the koseki systems listens unless KOFU_KOSEKI_PORT says otherwise. */
const KOSEKI_PORT = '4612';

/**
 * The stage of that name. `cloud` (the variable CLOUD) may turn the local stage to LocalStack; `kosekiPort` (the variable
 * KOFU_KOSEKI_PORT) is where its stand-in of the koseki systems listens.
 * @throws Error one sentence, where the name is unknown or the combination must not exist
 */
export function parseStage(name: string, cloud?: string | undefined, kosekiPort = KOSEKI_PORT): Stage {
  const known = StageName.safeParse(name);
  if (!known.success)
    throw new Error(`There is no stage "${name}"; there are ${StageName.options.join(' and ')}.`);
  const values = VALUES[known.data];
  const stage = Stage.safeParse({
    ...values,
    ...(values.simulator ? { kosekiLinks: standInLinks(`http://127.0.0.1:${kosekiPort}`) } : {}),
    cloud: cloud === undefined || cloud === '' ? values.cloud : cloud,
  });
  if (stage.success) return stage.data;
  const reasons = stage.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Stage "${name}" is not valid: ${reasons.join('; ')}.`);
}
