import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { endpointOf } from '../../functions/shared/aws.ts';
import type { Clock } from '../../functions/shared/time.ts';
import type { AgentConfig } from './config.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
};

/** Why there are no credentials, in Japanese; never what was read. */
export class CredentialFault extends Error {
  override readonly name = 'CredentialFault';
}

/** The form of AWS's `credential_process`. */
const Given = z.object({
  Version: z.literal(1),
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  SessionToken: z.string().min(1).optional(),
  Expiration: z.iso.datetime({ offset: true }).optional(),
});

const PROCESS_MS = 30_000;
/** Fetched anew so long before they end. */
const AHEAD_MS = 300_000;
const LONGEST_MS = 43_200_000;

/**
 * Credentials from the place that the operator names, and from no other: neither the environment nor a machine's
 * metadata service is asked. Outside of `local` they must be temporary and end within 12 hours.
 * @throws CredentialFault from the function that is returned
 */
export function createCredentials(
  config: Pick<AgentConfig, 'credentials' | 'stage' | 'endpoint'>,
  clock: Clock,
): () => Promise<Credentials> {
  let cached: Credentials | undefined;
  return async () => {
    const until = cached?.expiration?.getTime();
    if (cached !== undefined && until !== undefined && until - clock() > AHEAD_MS) return cached;
    const text = await readSource(config.credentials);
    cached = accepted(config, parseGiven(text), clock());
    return cached;
  };
}

async function readSource(source: AgentConfig['credentials']): Promise<string> {
  try {
    if ('file' in source) return await readFile(source.file, 'utf8');
    const [command = '', ...args] = source.process;
    const { stdout } = await promisify(execFile)(command, args, {
      timeout: PROCESS_MS,
      maxBuffer: 65_536,
      encoding: 'utf8',
    });
    return stdout;
  } catch {
    throw new CredentialFault(
      '認証情報を取れません（credentials のファイルまたはコマンドを確かめてください）。',
    );
  }
}

function parseGiven(text: string): z.infer<typeof Given> {
  try {
    return Given.parse(JSON.parse(text));
  } catch {
    throw new CredentialFault('認証情報が credential_process の形（Version 1 の JSON）ではありません。');
  }
}

function accepted(
  { stage, endpoint }: Pick<AgentConfig, 'stage' | 'endpoint'>,
  given: z.infer<typeof Given>,
  now: number,
): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given;
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  if (stage === 'local') {
    // Loopback and dummies, or nothing: throws otherwise.
    endpointOf({ STAGE: stage, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: AccessKeyId });
    return keys;
  }
  if (SessionToken === undefined || Expiration === undefined)
    throw new CredentialFault('長期の認証情報は使えません（SessionToken と Expiration が必要です）。');
  const expiration = new Date(Expiration);
  if (expiration.getTime() <= now) throw new CredentialFault('認証情報の期限が切れています。');
  if (expiration.getTime() - now > LONGEST_MS)
    throw new CredentialFault('認証情報の期限が 12 時間より先です。短期のものにしてください。');
  return { ...keys, sessionToken: SessionToken, expiration };
}
