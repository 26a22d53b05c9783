import { createHmac } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import type { SealedNumber } from '../registry/index.ts';
import { createEnvelopeCipher, type EnvelopeCipher } from '../shared/envelope-cipher.ts';
import type { MunicipalityCode, PersonId } from '../shared/ids.ts';

/**
 * Encrypts 個人番号 with a key of its own. The digest is keyed as well (HMAC): twelve digits are soon guessed from a
 * plain one. Only a city that prints the number has a row's taken here; everywhere else it is read and forgotten.
 */
export type NumberVault = {
  readonly seal: (
    municipality: MunicipalityCode,
    person: PersonId,
    individualNumber: string,
  ) => Promise<SealedNumber>;
};

/** Gives a number back: for whoever prints it, and for nobody else. */
export type NumberReader = {
  /** Throws where the text was sealed for another person or city, or has been touched. */
  readonly open: (municipality: MunicipalityCode, person: PersonId, ciphertext: string) => Promise<string>;
};

/**
 * Both sides of the vault under two keys of the key service; what a function may do of it, its role says. Neither
 * calls the service for each number: data keys serve many, and the key of a city's digests is asked for once.
 */
export function createNumberVault({
  kms,
  keyId,
  digestKeyId,
}: {
  readonly kms: KMSClient;
  /** Encrypts. */
  readonly keyId: string;
  /** An HMAC key. */
  readonly digestKeyId: string;
}): NumberVault & NumberReader {
  const ciphers = new Map<MunicipalityCode, EnvelopeCipher>();
  const digestKeys = new Map<MunicipalityCode, Promise<Uint8Array>>();

  const cipherOf = (municipality: MunicipalityCode): EnvelopeCipher => {
    const cipher =
      ciphers.get(municipality) ?? createEnvelopeCipher({ kms, keyId, keyContext: { municipality } });
    ciphers.set(municipality, cipher);
    return cipher;
  };

  /** The same in every process and for ever, so that one number has one digest. */
  const digestKeyOf = (municipality: MunicipalityCode): Promise<Uint8Array> => {
    const key = digestKeys.get(municipality) ?? derive(municipality);
    digestKeys.set(municipality, key);
    key.catch(() => digestKeys.delete(municipality));
    return key;
  };

  const derive = async (municipality: MunicipalityCode): Promise<Uint8Array> => {
    const { Mac } = await kms.send(
      new GenerateMacCommand({
        KeyId: digestKeyId,
        MacAlgorithm: 'HMAC_SHA_256',
        Message: Buffer.from(`individual-number\n${municipality}`),
      }),
    );
    if (Mac === undefined) throw new Error('the key service gave no key');
    return Mac;
  };

  return {
    seal: async (municipality, person, individualNumber) => {
      const [key, envelope] = await Promise.all([
        digestKeyOf(municipality),
        cipherOf(municipality).seal(individualNumber, contextOf(municipality, person)),
      ]);
      const { dataKey, iv, data, authTag } = envelope;
      return {
        ciphertext: [dataKey, iv, data, authTag].map(textOf).join('.'),
        digest: createHmac('sha256', key).update(`${person}\n${individualNumber}`).digest('hex'),
      };
    },
    open: async (municipality, person, ciphertext) => {
      const [dataKey, iv, data, authTag] = ciphertext.split('.').map(bytesOf);
      if (dataKey === undefined || iv === undefined || data === undefined || authTag === undefined)
        throw new Error('linkage: a sealed number has lost a part');
      return cipherOf(municipality).open({ dataKey, iv, data, authTag }, contextOf(municipality, person));
    },
  };
}

const contextOf = (municipality: MunicipalityCode, person: PersonId): string =>
  ['individual-number', municipality, person].join('\n');

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64url');
