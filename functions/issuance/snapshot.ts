import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { DecryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { z } from 'zod';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What an answered certificate was drawn from, encrypted: for drawing it again, not for reading. */
export const Snapshot = z.object({
  /** The data key, encrypted by the stage's key. */
  dataKey: bytes,
  iv: bytes,
  data: bytes,
  authTag: bytes,
  /** Epoch seconds at which the item may be deleted. */
  expiresAt: z.int(),
});
export type Snapshot = z.infer<typeof Snapshot>;

export type SnapshotCipher = {
  /** Encrypts a text bound to `context` (the request's own ids). */
  readonly seal: (text: string, context: string, expiresAt: number) => Promise<Snapshot>;
  /** The text again; throws where the snapshot, its context or its key are not the ones it was made with. */
  readonly open: (snapshot: Snapshot, context: string) => Promise<string>;
};

type DataKey = { readonly plain: Uint8Array; readonly encrypted: Uint8Array };

/**
 * AES-256-GCM under data keys of a KMS key. A data key serves one process for at most `keyUses` snapshots; the iv is
 * random, the context is authenticated, so that a snapshot opens for its own request only.
 */
export function createSnapshotCipher({
  kms,
  keyId,
  keyUses = 10_000,
}: {
  kms: KMSClient;
  keyId: string;
  keyUses?: number;
}): SnapshotCipher {
  let current: { readonly key: Promise<DataKey>; uses: number } | undefined;

  const dataKey = (): Promise<DataKey> => {
    if (current === undefined || current.uses >= keyUses) current = { key: generate(kms, keyId), uses: 0 };
    current.uses += 1;
    const { key } = current;
    // A failed key must not be kept for the next request.
    key.catch(() => {
      if (current?.key === key) current = undefined;
    });
    return key;
  };

  return {
    async seal(text, context, expiresAt) {
      const key = await dataKey();
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key.plain, iv).setAAD(Buffer.from(context));
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { dataKey: key.encrypted, iv, data, authTag: cipher.getAuthTag(), expiresAt };
    },
    async open(snapshot, context) {
      const answer = await kms.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: snapshot.dataKey }));
      if (answer.Plaintext === undefined) throw new Error('the key service gave no key');
      const decipher = createDecipheriv('aes-256-gcm', answer.Plaintext, snapshot.iv)
        .setAAD(Buffer.from(context))
        .setAuthTag(snapshot.authTag);
      return Buffer.concat([decipher.update(snapshot.data), decipher.final()]).toString('utf8');
    },
  };
}

async function generate(kms: KMSClient, keyId: string): Promise<DataKey> {
  const answer = await kms.send(new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256' }));
  if (answer.Plaintext === undefined || answer.CiphertextBlob === undefined)
    throw new Error('the key service gave no key');
  return { plain: answer.Plaintext, encrypted: answer.CiphertextBlob };
}
