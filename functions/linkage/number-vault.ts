import { createHmac } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import type { SealedNumber } from '../registry/index.ts';
import { BrokenEnvelope, createEnvelopeCipher, type EnvelopeCipher } from '../shared/envelope-cipher.ts';
import type { MunicipalityCode, PersonId } from '../shared/ids.ts';
import { isIndividualNumber } from '../shared/individual-number.ts';
import { err, ok, type Result } from '../shared/result.ts';

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
  /**
   * Error: the text was sealed for another person or city, has been touched, or holds no number with a right check
   * digit. Throws where the key service fails.
   */
  readonly open: (
    municipality: MunicipalityCode,
    person: PersonId,
    ciphertext: string,
  ) => Promise<Result<string, 'unreadable'>>;
};

type CipherOf = (municipality: MunicipalityCode) => EnvelopeCipher;

/** One cipher for each city, whose data keys are bound to it. */
function cityCiphers(kms: KMSClient, keyId: string): CipherOf {
  const ciphers = new Map<MunicipalityCode, EnvelopeCipher>();
  return (municipality) => {
    const cipher =
      ciphers.get(municipality) ?? createEnvelopeCipher({ kms, keyId, keyContext: { municipality } });
    ciphers.set(municipality, cipher);
    return cipher;
  };
}

/** The side that gives numbers back; asks the key service for each of them and keeps nothing. */
export function createNumberReader(key: { readonly kms: KMSClient; readonly keyId: string }): NumberReader {
  const cipherOf = cityCiphers(key.kms, key.keyId);
  return {
    async open(municipality, person, ciphertext) {
      const [dataKey, iv, data, authTag] = ciphertext.split('.').map(bytesOf);
      if (dataKey === undefined || iv === undefined || data === undefined || authTag === undefined)
        return err('unreadable');
      try {
        const text = await cipherOf(municipality).open(
          { dataKey, iv, data, authTag },
          contextOf(municipality, person),
        );
        return isIndividualNumber(text) ? ok(text) : err('unreadable');
      } catch (error) {
        if (error instanceof BrokenEnvelope) return err('unreadable');
        throw error;
      }
    },
  };
}

/**
 * The side that takes numbers in, under two keys of the key service. It does not call the service for each number: data
 * keys serve many, and the key of a city's digests is asked for once.
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
}): NumberVault {
  const cipherOf = cityCiphers(kms, keyId);
  const digestKeys = new Map<MunicipalityCode, Promise<Uint8Array>>();

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
  };
}

const contextOf = (municipality: MunicipalityCode, person: PersonId): string =>
  ['individual-number', municipality, person].join('\n');

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64url');
