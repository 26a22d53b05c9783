import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { type Center, createCenter } from '../center.ts';
import type { SimulatedStack } from './stack-file.ts';

const CenterSecret = z.object({ keyId: z.string().min(1), key: z.string().regex(/^[0-9a-f]{64}$/) });
type CenterSecret = z.infer<typeof CenterSecret>;

async function readCenterSecret(stack: SimulatedStack): Promise<CenterSecret> {
  const client = new SecretsManagerClient({
    endpoint: stack.endpoint,
    region: stack.region,
    // The local engine checks no credentials, and none of this machine's own may be sent anywhere.
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 2,
  });
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: stack.centerSecret }));
    return CenterSecret.parse(JSON.parse(answer.SecretString ?? 'null'));
  } finally {
    client.destroy();
  }
}

/**
 * The centre of a running stack, with the secret that it shares with the kiosk API.
 * @throws where the engine does not answer or holds no such secret
 */
export async function centerOf(stack: SimulatedStack): Promise<Center> {
  return createCenter({ baseUrl: stack.kioskApiUrl, ...(await readCenterSecret(stack)) });
}
