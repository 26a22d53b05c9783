import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { DecryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { z } from 'zod';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** A text, encrypted. */
export const Envelope = z.object({
  /** The data key, encrypted by the stage's key. */
  dataKey: bytes,
  iv: bytes,
  data: bytes,
  authTag: bytes,
});
export type Envelope = z.infer<typeof Envelope>;

export type EnvelopeCipher = {
  /** Encrypts a text bound to `context`. */
  readonly seal: (text: string, context: string) => Promise<Envelope>;
  /**
   * The text again; throws `BrokenEnvelope` where the envelope, its context or its key are not the ones it was made
   * with. Whatever else it throws is a failure of the key service.
   */
  readonly open: (envelope: Envelope, context: string) => Promise<string>;
};

/** Says nothing of what is inside. */
export class BrokenEnvelope extends Error {}

type DataKey = { readonly plain: Uint8Array; readonly encrypted: Uint8Array };

/**
 * AES-256-GCM under data keys of a KMS key. A data key serves one process for at most `keyUses` texts; the iv is
 * random, the context is authenticated, so that a text opens in its own place only. `keyContext` binds the data keys
 * themselves; the key service writes it into its own records, so that it must name nobody.
 */
export function createEnvelopeCipher({
  kms,
  keyId,
  keyContext,
  keyUses = 10_000,
}: {
  readonly kms: KMSClient;
  readonly keyId: string;
  readonly keyContext?: Readonly<Record<string, string>>;
  readonly keyUses?: number;
}): EnvelopeCipher {
  let current: { readonly key: Promise<DataKey>; uses: number } | undefined;
  const bound = keyContext === undefined ? {} : { EncryptionContext: keyContext };

  const generate = async (): Promise<DataKey> => {
    const answer = await kms.send(new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', ...bound }));
    if (answer.Plaintext === undefined || answer.CiphertextBlob === undefined)
      throw new Error('the key service gave no key');
    return { plain: answer.Plaintext, encrypted: answer.CiphertextBlob };
  };

  const dataKey = (): Promise<DataKey> => {
    if (current === undefined || current.uses >= keyUses) current = { key: generate(), uses: 0 };
    current.uses += 1;
    const { key } = current;
    // A failed key must not be kept for the next text.
    key.catch(() => {
      if (current?.key === key) current = undefined;
    });
    return key;
  };

  return {
    async seal(text, context) {
      const key = await dataKey();
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key.plain, iv).setAAD(Buffer.from(context));
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { dataKey: key.encrypted, iv, data, authTag: cipher.getAuthTag() };
    },
    async open(envelope, context) {
      const answer = await kms
        .send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: envelope.dataKey, ...bound }))
        .catch((error: unknown) => {
          throw isRefusedKey(error) ? new BrokenEnvelope('not a key of this place') : error;
        });
      if (answer.Plaintext === undefined) throw new Error('the key service gave no key');
      return opened(envelope, context, answer.Plaintext);
    },
  };
}

/** Key and text leave no copy in memory but the one that is given back. */
function opened({ iv, data, authTag }: Envelope, context: string, key: Uint8Array): string {
  let plain: Buffer | undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv)
      .setAAD(Buffer.from(context))
      .setAuthTag(authTag);
    plain = decipher.update(data);
    decipher.final();
    return plain.toString('utf8');
  } catch {
    throw new BrokenEnvelope('not sealed for this place');
  } finally {
    key.fill(0);
    plain?.fill(0);
  }
}

const isRefusedKey = (error: unknown): boolean =>
  error instanceof Error && ['InvalidCiphertextException', 'IncorrectKeyException'].includes(error.name);
