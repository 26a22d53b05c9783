import { z } from 'zod';
import { KosekiId, KosekiPersonKey, MunicipalityCode } from '../shared/ids.ts';

// What crosses the boundary to a koseki system (docs/koseki-gateway.md). A vendor with a protocol of its own gets an
// adapter that speaks this one.

/**
 * Names one question to the koseki system, and no other ever: the id of the issuance (UUIDv7), made by us. Unguessable,
 * so that nobody can have an answer ready.
 */
export const KosekiRequestId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22,64}$/)
  .brand<'KosekiRequestId'>();
export type KosekiRequestId = z.infer<typeof KosekiRequestId>;

/** 戸籍 全部事項・個人事項, 戸籍の附票の写し 全部・一部. */
export const KosekiCertificateKind = z.enum([
  'family-register-full',
  'family-register-individual',
  'supplement-full',
  'supplement-partial',
]);
export type KosekiCertificateKind = z.infer<typeof KosekiCertificateKind>;

export const isSupplement = (kind: KosekiCertificateKind): boolean => kind.startsWith('supplement-');

/** Who is named one by one: 個人事項 and 附票の一部. The others are about everyone in the register. */
const namesSubjects = (kind: KosekiCertificateKind): boolean =>
  kind === 'family-register-individual' || kind === 'supplement-partial';

/** 附票 only: 本籍・筆頭者 and 在外選挙人. Off unless asked (住民基本台帳法20条). 住民票コード cannot be asked for. */
export const KosekiOption = z.enum(['domicile', 'overseas-voter']);
export type KosekiOption = z.infer<typeof KosekiOption>;

const MOST_SUBJECTS = 50;
const isOnceEach = (items: readonly string[]): boolean => new Set(items).size === items.length;

/** The question: body of `POST`, JSON in UTF-8. */
export const KosekiQuestion = z
  .strictObject({
    version: z.literal(1),
    requestId: KosekiRequestId,
    municipality: MunicipalityCode,
    kosekiId: KosekiId,
    /** Whose wish it is: enrolled in that register. */
    kosekiPersonKey: KosekiPersonKey,
    kind: KosekiCertificateKind,
    subjects: z.array(KosekiPersonKey).max(MOST_SUBJECTS),
    options: z.array(KosekiOption),
  })
  .refine(({ kind, subjects }) => subjects.length > 0 === namesSubjects(kind), {
    path: ['subjects'],
    error: 'named for individual and partial certificates, and only for these',
  })
  .refine(({ subjects }) => isOnceEach(subjects), { path: ['subjects'], error: 'each once' })
  .refine(({ kind, options }) => options.length === 0 || isSupplement(kind), {
    path: ['options'],
    error: 'options are the supplement’s',
  })
  .refine(({ options }) => isOnceEach(options), { path: ['options'], error: 'each once' });
export type KosekiQuestion = z.infer<typeof KosekiQuestion>;

/** Headers by which an answer says whose it is. Exactly once each, in exactly these letters. */
export const ECHO_HEADERS = {
  requestId: 'koseki-request-id',
  personKey: 'koseki-person-key',
  /** Of the whole PDF, 64 lower-case hex digits. */
  sha256: 'koseki-pdf-sha256',
} as const;
export type EchoField = keyof typeof ECHO_HEADERS;

export const PDF_TYPE = 'application/pdf';

/** Header of an answer that is no certificate: why. Believed only beside an echo of the request id. */
export const DECLINE_HEADER = 'koseki-decline';
export const DeclineReason = z.enum([
  /** No such person in such a register, or no longer enrolled. */
  'not-found',
  /** 届出処理中. */
  'pending',
  /** A request id that was answered before. */
  'repeated',
  'closed',
  'ill-formed',
  /** Text that the koseki system itself cannot draw. */
  'not-drawable',
]);
export type DeclineReason = z.infer<typeof DeclineReason>;
