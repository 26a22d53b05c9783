import { argon2, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const hex = z.string().regex(/^([0-9a-f]{2})+$/);

/** A password's hash with what is needed to compute it again: stronger parameters can follow at any time. */
export const PasswordHash = z.object({
  algorithm: z.literal('argon2id'),
  /** KiB */
  memory: z.int().min(8).max(1_048_576),
  passes: z.int().min(1).max(100),
  parallelism: z.int().min(1).max(16),
  nonce: hex,
  tag: hex,
});
export type PasswordHash = z.infer<typeof PasswordHash>;

export type HashParameters = Pick<PasswordHash, 'memory' | 'passes' | 'parallelism'>;

/** OWASP's second choice for argon2id: 19 MiB, two passes; about 30 ms of one processor. */
export const HASH_PARAMETERS: HashParameters = { memory: 19_456, passes: 2, parallelism: 1 };

const TAG_BYTES = 32;

/** @param nonce 16 random bytes that no other hash uses */
export async function hashPassword(
  password: string,
  nonce: Uint8Array,
  parameters: HashParameters = HASH_PARAMETERS,
): Promise<PasswordHash> {
  const nonceHex = Buffer.from(nonce).toString('hex');
  const tag = await derive(password, nonce, parameters, TAG_BYTES);
  return { algorithm: 'argon2id', ...parameters, nonce: nonceHex, tag: tag.toString('hex') };
}

/** Takes the same time wherever the tags differ. */
export async function verifyPassword(hash: PasswordHash, password: string): Promise<boolean> {
  const expected = Buffer.from(hash.tag, 'hex');
  const tag = await derive(password, Buffer.from(hash.nonce, 'hex'), hash, expected.byteLength);
  return timingSafeEqual(tag, expected);
}

/** What an unknown operator's password is compared with, so that the answer takes as long as a known one's. */
export const DECOY_HASH: PasswordHash = {
  algorithm: 'argon2id',
  ...HASH_PARAMETERS,
  nonce: '6b6f66752d6465636f792d6e6f6e6365',
  tag: '00'.repeat(TAG_BYTES),
};

function derive(
  password: string,
  nonce: Uint8Array,
  { memory, passes, parallelism }: HashParameters,
  tagLength: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message: password, nonce, memory, passes, parallelism, tagLength }, (error, tag) => {
      if (error === null) resolve(tag);
      else reject(error);
    });
  });
}
