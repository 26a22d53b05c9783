import { z } from 'zod';
import { IssueRequest, PrintOutcome, ResultRequest } from '../../functions/issuance/contract.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode, RequestId } from '../../functions/shared/ids.ts';

/** What the kiosk page and its own small server say to each other. Play only: no part of the kiosk API. */

/** A made-up person's card, as it lies in the tray beside the reader. */
export const SampleCard = z.object({
  municipality: MunicipalityCode,
  issuer: JpkiIssuer,
  serial: JpkiSerial,
  fullName: z.string(),
  /** Empty where the city does not know it. */
  dateOfBirth: z.string(),
  /** Whether a certificate can be had with this card; otherwise the card shows a refusal. */
  issuable: z.boolean(),
  /** What is particular about the person (`minor`, `foreign`, …); empty for someone ordinary. */
  traits: z.array(z.string()),
});
export type SampleCard = z.infer<typeof SampleCard>;

export const KioskCity = z.object({ code: MunicipalityCode, name: z.string() });
export type KioskCity = z.infer<typeof KioskCity>;

export const KioskWorld = z.object({ cities: z.array(KioskCity), cards: z.array(SampleCard) });
export type KioskWorld = z.infer<typeof KioskWorld>;

export const CardOnReader = z.strictObject({ issuer: JpkiIssuer, serial: JpkiSerial });
export type CardOnReader = z.infer<typeof CardOnReader>;

export const PIN_LENGTH = 4;

export const PinRequest = z.strictObject({ card: CardOnReader, pin: z.string().regex(/^\d{4}$/) });
export const PinAnswer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('accepted'), session: z.string() }),
  /** How many tries are left before the card is locked. */
  z.object({ answer: z.literal('wrong'), left: z.int().min(1) }),
  z.object({ answer: z.literal('locked') }),
]);
export type PinAnswer = z.infer<typeof PinAnswer>;

/** Stands for the card that lies on the reader with its PIN checked. */
const session = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

export const PageMenuRequest = z.strictObject({ session, municipality: MunicipalityCode });

/** The citizen's choice; the server adds card, request id, store and terminal. */
export const PageChoice = z.strictObject({
  municipality: MunicipalityCode,
  type: IssueRequest.shape.type,
  scope: IssueRequest.shape.scope,
  options: IssueRequest.shape.options,
  subjects: IssueRequest.shape.subjects,
  taxYear: IssueRequest.shape.taxYear,
  copies: IssueRequest.shape.copies,
  feeJpy: IssueRequest.shape.feeJpy,
});
export type PageChoice = z.infer<typeof PageChoice>;

export const PageIssueRequest = z.strictObject({ session, choice: PageChoice });

export const PageResultRequest = z.strictObject({
  session,
  municipality: MunicipalityCode,
  requestId: RequestId,
  outcome: PrintOutcome,
  chargedJpy: ResultRequest.shape.chargedJpy,
});
export type PageResultRequest = z.infer<typeof PageResultRequest>;

export const PageEndRequest = z.strictObject({ session });

export const PAGE_ROUTES = {
  world: '/api/world',
  pin: '/api/pin',
  menu: '/api/menu',
  issue: '/api/issue',
  result: '/api/result',
  end: '/api/end',
} as const;

export const REQUEST_ID_HEADER = 'x-kofu-request-id';
