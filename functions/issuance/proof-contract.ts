import { z } from 'zod';
import { RequestId } from '../shared/ids.ts';
import { IssuanceState } from './contract.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A PDF that somebody has brought, as far as the comparison needs it: the file itself is not sent. */
export const SuppliedFile = z.strictObject({
  sha256: Sha256,
  bytes: z.int().min(0),
  /** Pages and tag as they are read back; null where the file is not of the form that we draw. */
  pages: z.int().min(1).nullable(),
  tag: z.string().max(200).nullable(),
});
export type SuppliedFile = z.infer<typeof SuppliedFile>;

/** `POST /api/issuances/{requestId}/proof`. */
export const ProofRequest = z.strictObject({ file: SuppliedFile.optional() });

/** Why a certificate is not drawn again. */
export const NotRedrawn = z.enum([
  /** Nothing was answered for this request. */
  'not-answered',
  /** It came from the koseki system and was passed on as it came. */
  'koseki',
  /** 個人番号 was printed: nothing is kept of which that could be done again. */
  'individual-number',
  /** The snapshot is past its days. */
  'expired',
  /** Template, seal, fonts or a picture that the record names is not there any more. */
  'material-missing',
]);
export type NotRedrawn = z.infer<typeof NotRedrawn>;

export const Redrawing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none'), reason: NotRedrawn }),
  z.object({
    kind: z.literal('drawn'),
    /** Whether it is the program that has drawn the certificate: then the bytes must be equal. */
    sameProgram: z.boolean(),
    program: Sha256.or(z.string()),
    /** Null where this program cannot draw it. */
    pdfSha256: Sha256.nullable(),
    equalBytes: z.boolean(),
    /** Whether each thing that it was drawn from has the digest that the record names. */
    same: z.object({
      model: z.boolean(),
      template: z.boolean(),
      seal: z.boolean(),
      fonts: z.boolean(),
    }),
  }),
]);
export type Redrawing = z.infer<typeof Redrawing>;

/** In which way a file is not the one that was answered. */
export const FileDifference = z.enum([
  /** It is none that we draw, or was changed so that it is none any more. */
  'not-ours',
  /** It bears the tag of another request. */
  'other-request',
  'pages',
  'length',
  /** Tag, pages and length are right, or cannot be compared, and bytes are not. */
  'bytes',
]);
export type FileDifference = z.infer<typeof FileDifference>;

/**
 * `equal`: the very bytes. `same-materials`: another program draws other bytes of the same contents, template, seal and
 * fonts. `different`: something is not as it was. `cannot-tell`: there is nothing to compare with.
 */
export const Verdict = z.enum(['equal', 'same-materials', 'different', 'cannot-tell']);
export type Verdict = z.infer<typeof Verdict>;

/** A proof names ids and digests; what the paper says of anybody is not in it. */
export const ProofView = z.object({
  requestId: RequestId,
  issuanceId: z.string(),
  typeName: z.string(),
  state: IssuanceState,
  receivedAt: z.string(),
  respondedAt: z.string().nullable(),
  /** What the record says of the answer; null where there was none. */
  recorded: z
    .object({
      pdfSha256: z.string(),
      pages: z.int(),
      bytes: z.int(),
      program: z.string(),
      modelDigest: z.string().nullable(),
      templateDigest: z.string().nullable(),
      sealDigest: z.string().nullable(),
      fontIds: z.array(z.string()),
      /** Of the versions of all that was read; null in records from before it was kept. */
      dataDigest: z.string().nullable(),
    })
    .nullable(),
  redrawing: Redrawing,
  /** Null where no file was brought. */
  file: z.object({ equal: z.boolean(), differences: z.array(FileDifference) }).nullable(),
  verdict: Verdict,
});
export type ProofView = z.infer<typeof ProofView>;
