import { z } from 'zod';
import { canonicalJson } from '../shared/canonical.ts';

const unit = z.number().min(0).max(1);

/** 公印 as it is kept: one bit per pixel, rows from the top, each padded to a byte, 1 = ink. */
export const SealBlob = z
  .object({
    columns: z.int().min(1).max(4096),
    rows: z.int().min(1).max(4096),
    /** BASE64. */
    bits: z.base64(),
    ink: z.tuple([unit, unit, unit]),
  })
  .refine(
    (seal) => Buffer.from(seal.bits, 'base64').length === Math.ceil(seal.columns / 8) * seal.rows,
    'as many bits as columns and rows say',
  );

export type SealImage = {
  readonly columns: number;
  readonly rows: number;
  readonly bits: Uint8Array;
  readonly ink: readonly [number, number, number];
};

/** The text under whose SHA-256 a seal is kept. */
export function encodeSeal(seal: SealImage): string {
  const { columns, rows, ink } = seal;
  return canonicalJson({ columns, rows, bits: Buffer.from(seal.bits).toString('base64'), ink });
}

/** Whether this JSON is a seal's. */
export const isSeal = (data: unknown): boolean => SealBlob.safeParse(data).success;

/** The seal of such a text; throws where it is none. */
export function decodeSeal(text: string): SealImage {
  const seal = SealBlob.parse(JSON.parse(text));
  return { ...seal, bits: new Uint8Array(Buffer.from(seal.bits, 'base64')) };
}
