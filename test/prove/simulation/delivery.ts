import type { CertificateContent } from '../../../functions/certificates/index.ts';
import type { KosekiRequest } from '../../../functions/koseki/index.ts';
import type { Caller } from './network.ts';

/** What the paper of a koseki system says; its bytes are this as text. */
export type KosekiPaper = Pick<KosekiRequest, 'requestId' | 'municipality' | 'kosekiId' | 'kind'> & {
  /** Whom it is about, in the register's order. */
  readonly names: readonly string[];
};

/** One execution environment: its clock may be wrong, and it may end. One delivery at a time. */
export type Process = Caller & { offset: number };

/** What is kept of one delivery of a request, for whoever judges it. */
export type Delivery = {
  /** The id that its claim would have. */
  issuanceId: string | undefined;
  /** How much the clock was ahead by which it was received. */
  aheadMs: number;
  /** What it has drawn or fetched last. */
  paper: Paper | undefined;
};

/** What is on a paper and since when there is one. */
export type Paper = { readonly drawnAt: number } & (
  | { readonly content: CertificateContent }
  | { readonly fetched: KosekiPaper; readonly sha256: string }
);
