import { z } from 'zod';
import { CertificateType } from './certificate-types.ts';

const heading = z.string().min(1).max(60);

/**
 * 不整合リストの列の対応: how a list of the 業務運用システム is read. Its layout is not public, so that it is data: a city's
 * setting of kind `discrepancy-layout`, or the guess of this program where the city has set none.
 */
export const DiscrepancyLayout = z.strictObject({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'cp932']),
  delimiter: z.enum([',', '\t']),
  /** Headings of the columns; others in the file are not looked at. */
  columns: z.strictObject({
    municipality: heading,
    requestId: heading,
    type: heading,
    outcome: heading,
    receivedAt: heading,
    copies: heading,
    feeJpy: heading,
    storeCode: heading,
    storeName: heading,
    terminal: heading,
  }),
  /** 全国地方公共団体コード with its check digit or without. */
  municipalityDigits: z.literal([5, 6]),
  /** 受付日時 in Japan's time. */
  receivedAt: z.enum(['yyyyMMddHHmmss', 'yyyy/MM/dd HH:mm:ss', 'yyyy-MM-dd HH:mm:ss']),
  /** First cell of the last row, whose second is the number of the rows before it; absent where lists end without one. */
  trailerMark: z.string().min(1).max(20).optional(),
  /** The column's words for what became of the paper. */
  outcomes: z.record(z.string().min(1), z.enum(['printed', 'cancelled', 'failed'])),
  /** The column's words for certificate types. */
  types: z.record(z.string().min(1), CertificateType),
});
export type DiscrepancyLayout = z.infer<typeof DiscrepancyLayout>;
