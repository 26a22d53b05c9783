import { z } from 'zod';
import {
  CertificateFamily,
  CertificateType,
  HouseholdScope,
  IssuanceOption,
} from '../shared/certificate-types.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId, RequestId } from '../shared/ids.ts';
import { TaxYear } from '../shared/tax-year.ts';

/**
 * The neutral contract with the certificate issuance centre. The centre's own interface is under NDA; an adapter
 * maps it onto this one, and nothing here depends on its shape.
 */
const applicant = { municipality: MunicipalityCode, issuer: JpkiIssuer, serial: JpkiSerial };

export { HouseholdScope, IssuanceOption };

export const OPTION_NAMES: Readonly<Record<IssuanceOption, string>> = {
  relationship: '世帯主・続柄',
  domicile: '本籍・筆頭者',
  residency: '国籍・地域、在留資格等（外国人住民）',
  'overseas-voter': '在外選挙人の登録',
  'individual-number': '個人番号（マイナンバー）',
};

type ScopeNames = Readonly<Record<HouseholdScope, string>>;

const OF_HOUSEHOLD: ScopeNames = {
  individual: '本人のみ',
  household: '世帯全員',
  partial: '世帯の一部',
};

/** What a scope is called in each family; as in a household where the family is not known. */
const SCOPE_NAMES: Readonly<Record<CertificateFamily, ScopeNames>> = {
  'resident-record': OF_HOUSEHOLD,
  'seal-registration': OF_HOUSEHOLD,
  'tax-and-income': OF_HOUSEHOLD,
  'family-register': {
    individual: '個人事項（本人）',
    household: '全部事項',
    partial: '個人事項（選んだ人）',
  },
  'family-register-supplement': {
    individual: '一部（本人）',
    household: '全部',
    partial: '一部（選んだ人）',
  },
};

export const scopeName = (scope: HouseholdScope, family: CertificateFamily | undefined): string =>
  SCOPE_NAMES[family ?? 'resident-record'][scope];

export const MenuRequest = z.strictObject(applicant).meta({ id: 'MenuRequest' });
export type MenuRequest = z.infer<typeof MenuRequest>;

export const HouseholdMember = z.object({
  personId: PersonId,
  fullName: z.string(),
  isApplicant: z.boolean(),
});
export type HouseholdMember = z.infer<typeof HouseholdMember>;

/** Somebody 在籍 in the applicant's 戸籍. */
export const RegisterMember = z.object({
  personId: PersonId,
  /** As this city's resident record has it; absent of an applicant who is no resident. Nobody else is without one. */
  fullName: z.string().optional(),
  isApplicant: z.boolean(),
});
export type RegisterMember = z.infer<typeof RegisterMember>;

export const MenuOffer = z.object({
  type: CertificateType,
  name: z.string(),
  /** What kind of certificate it is; it says what the scopes mean, and of whom `partial` is. */
  family: CertificateFamily,
  scopes: z.array(HouseholdScope),
  options: z.array(IssuanceOption),
  /** Those of the options that can be had for the applicant alone, whatever the scope; absent where there are none. */
  ownOptions: z.array(IssuanceOption).optional(),
  /** 課税年度 of which one has to be named, the newest first; absent where the certificate is of no year. */
  taxYears: z.array(TaxYear).optional(),
  /** Fee for one copy, in yen. */
  feeJpy: z.int().min(0),
});
export type MenuOffer = z.infer<typeof MenuOffer>;

export const MenuResponse = z
  .object({
    municipality: MunicipalityCode,
    offers: z.array(MenuOffer),
    /** Of whom 世帯の一部 may be asked, the applicant included, in the record's order. */
    household: z.array(HouseholdMember),
    /**
     * Of whom a part of the 戸籍 or of its 附票 may be asked, the applicant included; empty where neither is to be had.
     * Whoever is 在籍 and no resident of this city is not among them: their names are not known here.
     */
    register: z.array(RegisterMember),
  })
  .meta({ id: 'MenuResponse' });
export type MenuResponse = z.infer<typeof MenuResponse>;

export const IssueRequest = z
  .strictObject({
    requestId: RequestId,
    ...applicant,
    type: CertificateType,
    scope: HouseholdScope,
    options: z.array(IssuanceOption).max(8),
    /** 証明対象者, for scope `partial`; empty for the other scopes, where the record decides. */
    subjects: z.array(PersonId).max(20),
    /** One of the offer's years; absent where the offer has none. */
    taxYear: TaxYear.optional(),
    copies: z.int().min(1).max(10),
    /** The fee for one copy that the kiosk has shown. */
    feeJpy: z.int().min(0).max(100_000),
    store: z.strictObject({
      code: z.string().regex(/^[A-Za-z0-9-]{1,20}$/),
      name: z.string().min(1).max(80),
    }),
    terminal: z.string().regex(/^[A-Za-z0-9-]{1,20}$/),
  })
  .meta({ id: 'IssueRequest' });
export type IssueRequest = z.infer<typeof IssueRequest>;

/** What became of the paper, as the kiosk tells it. */
export const PrintOutcome = z.enum(['printed', 'cancelled', 'failed']);
export type PrintOutcome = z.infer<typeof PrintOutcome>;

export const ResultRequest = z
  .strictObject({
    requestId: RequestId,
    municipality: MunicipalityCode,
    outcome: PrintOutcome,
    /** Yen that the kiosk has charged for all copies together; absent where it does not say. */
    chargedJpy: z.int().min(0).max(1_000_000).optional(),
  })
  .meta({ id: 'ResultRequest' });
export type ResultRequest = z.infer<typeof ResultRequest>;

/**
 * An error that the centre or the kiosk has met with a request, whatever becomes of its paper: each becomes a case of the
 * city's staff (INV-8). The request need not be known here.
 */
export const ErrorReport = z
  .strictObject({
    requestId: RequestId,
    municipality: MunicipalityCode,
    /** The centre's own code; no text, which might say something of a person. */
    code: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
    /** SHA-256 of the bytes that it happened with, as the centre has them; lower-case hex. */
    pdfSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  })
  .meta({ id: 'ErrorReport' });
export type ErrorReport = z.infer<typeof ErrorReport>;

/** That the report is kept; the same report again is answered alike. */
export const ErrorReceipt = ErrorReport.pick({ requestId: true, municipality: true, code: true }).meta({
  id: 'ErrorReceipt',
});
export type ErrorReceipt = z.infer<typeof ErrorReceipt>;

/** requested → refused | responded | failed; responded → printed | cancelled | failed | unknown. Forward only. */
export const IssuanceState = z.enum([
  'requested',
  'refused',
  'responded',
  'printed',
  'cancelled',
  'failed',
  'unknown',
]);
export type IssuanceState = z.infer<typeof IssuanceState>;

export const RequestStatus = z
  .object({
    requestId: RequestId,
    municipality: MunicipalityCode,
    type: CertificateType,
    /** 証明書種別 as it was called when the request was judged. */
    typeName: z.string(),
    state: IssuanceState,
    receivedAt: z.string(),
    /** SHA-256 of the PDF that was answered, lower-case hex. */
    pdfSha256: z.string().optional(),
  })
  .meta({ id: 'RequestStatus' });
export type RequestStatus = z.infer<typeof RequestStatus>;

/** A refusal as the kiosk sees it (RFC 9457). Never says more than the citizen's screen may show. */
export const Problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    /** Stable public code, `KSK-…`. */
    code: z.string(),
    /** What the citizen's screen shows, in Japanese. */
    message: z.string(),
    /** Whether the same wish may succeed when asked again, under a new request id. */
    retry: z.boolean(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
