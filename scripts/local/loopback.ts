import { DUMMY_CREDENTIALS, requireLoopback } from '../deploy/loopback.ts';
import { messageOf, Problem } from './problem.ts';

type Environment = Record<string, string | undefined>;

/** Whatever could lead an SDK to somebody's real account, or to another endpoint for a single service. */
const LEADS_ELSEWHERE =
  /^AWS_(PROFILE|DEFAULT_PROFILE|SESSION_TOKEN|SECURITY_TOKEN|ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE|CONTAINER_.*|ENDPOINT_URL_.*|USE_DUALSTACK_ENDPOINT|USE_FIPS_ENDPOINT)$/;

/** The whole of what an SDK client may know of AWS while the system runs on this machine. */
export function localAwsVariables(endpoint: string, region: string): Readonly<Record<string, string>> {
  return {
    CLOUD: 'local',
    AWS_ENDPOINT_URL: loopbackOf(endpoint),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: DUMMY_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DUMMY_CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/**
 * The endpoint, where nothing that is sent there can leave this machine.
 * @throws Problem otherwise
 */
export function loopbackOf(endpoint: string): string {
  if (!/^https?:/.test(endpoint))
    throw new Problem(`The endpoint "${endpoint}" is not a loopback address`, 'use http://127.0.0.1:PORT');
  try {
    return requireLoopback(endpoint);
  } catch (error) {
    throw new Problem(messageOf(error).replace(/\.$/, ''), 'use http://127.0.0.1:PORT');
  }
}

/**
 * From here on this process speaks to that engine only: the caller's own AWS settings are put aside.
 * @throws Problem where the endpoint is not on this machine
 */
export function enterLocalAws(
  endpoint: string,
  region: string,
  environment: Environment = process.env,
): void {
  const variables = localAwsVariables(endpoint, region);
  for (const name of Object.keys(environment)) if (LEADS_ELSEWHERE.test(name)) delete environment[name];
  Object.assign(environment, variables);
  requireLocalAws(environment);
}

/**
 * The guard at the start of everything that runs locally: a stray call could otherwise reach the real AWS.
 * @throws Problem unless endpoint and credentials are such that nothing can leave this machine
 */
export function requireLocalAws(environment: Readonly<Environment> = process.env): void {
  const endpoint = environment['AWS_ENDPOINT_URL'];
  if (endpoint === undefined || endpoint === '')
    throw new Problem('AWS_ENDPOINT_URL is not set', 'set it to http://127.0.0.1:PORT');
  loopbackOf(endpoint);
  if (
    environment['AWS_ACCESS_KEY_ID'] !== DUMMY_CREDENTIALS.accessKeyId ||
    environment['AWS_SECRET_ACCESS_KEY'] !== DUMMY_CREDENTIALS.secretAccessKey
  )
    throw new Problem(
      'The AWS credentials are not the dummies of the local engine',
      'unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and start it by the project’s own commands',
    );
  const stray = Object.keys(environment).find((name) => LEADS_ELSEWHERE.test(name));
  if (stray !== undefined)
    throw new Problem(`${stray} is set`, 'unset it: the local system takes no AWS account');
}
