/** What every tool is told as credentials: nothing that AWS would accept. */
export const DUMMY_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

const LOOPBACK = new Set(['127.0.0.1', '[::1]']);

/**
 * The endpoint itself, if nothing sent there can leave this machine.
 * A host name is refused: with `localhost` the SDK forms bucket host names, which may resolve elsewhere.
 * @throws Error one sentence
 */
export function requireLoopback(endpoint: string): string {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : undefined;
  if (host !== undefined && LOOPBACK.has(host)) return endpoint.replace(/\/$/, '');
  throw new Error(`The endpoint "${endpoint}" is not a loopback address such as http://127.0.0.1:4566.`);
}

/** The settings of an SDK client for the engine at this endpoint. */
export function engineClient(endpoint: string, region: string) {
  return { endpoint: requireLoopback(endpoint), region, credentials: DUMMY_CREDENTIALS };
}

/**
 * The whole environment of a tool that speaks to the engine. Nothing of the caller's own AWS settings is in it, so that
 * no profile, token or role can lead anywhere else.
 */
export function engineEnvironment(endpoint: string, region: string): Record<string, string> {
  const address = requireLoopback(endpoint);
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    LANG: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: DUMMY_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DUMMY_CREDENTIALS.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: address,
    AWS_ENDPOINT_URL_S3: address,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}
