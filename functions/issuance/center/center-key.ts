import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';

/** The key that the centre and this system share. */
export const CenterKey = z.object({
  keyId: z.string().min(1),
  /** 64 hex digits. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
export type CenterKey = z.infer<typeof CenterKey>;

/** How long an unknown key id is taken as unknown before the secret is read again (it may have been rotated). */
const RETRY_AFTER_MS = 30_000;

/** Reads the secret once per process, and again when a request names a key that is not known yet. */
export function createCenterKeys({
  client,
  secretId,
  now,
}: {
  client: SecretsManagerClient;
  secretId: string;
  now: () => number;
}) {
  let known: { readonly key: Promise<CenterKey>; readonly readAt: number } | undefined;

  const read = (): Promise<CenterKey> => {
    const key = client
      .send(new GetSecretValueCommand({ SecretId: secretId }))
      .then((answer) => CenterKey.parse(JSON.parse(answer.SecretString ?? '')));
    known = { key, readAt: now() };
    key.catch(() => {
      known = undefined;
    });
    return key;
  };

  return {
    async keyOf(keyId: string): Promise<CenterKey | undefined> {
      const current = await (known?.key ?? read());
      if (current.keyId === keyId) return current;
      if (known !== undefined && now() - known.readAt < RETRY_AFTER_MS) return undefined;
      const fresh = await read();
      return fresh.keyId === keyId ? fresh : undefined;
    },
    /** The current key, whatever its id. */
    current: (): Promise<CenterKey> => known?.key ?? read(),
  };
}
