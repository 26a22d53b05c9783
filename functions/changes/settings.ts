import { z } from 'zod';
import { CalendarYear, Closures, ServiceHours } from '../calendar/index.ts';
import { RowFeed } from '../linkage/index.ts';
import { ImpressionRules } from '../seal-images/index.ts';
import { CertificateFamily, CertificateType, TypeDefinition } from '../shared/certificate-types.ts';
import { DiscrepancyLayout } from '../shared/discrepancy-layout.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { MunicipalityCode } from '../shared/ids.ts';
import { Instant } from '../shared/time.ts';
import { TaxYears } from './tax-years.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const MOST_KEY_TEXTS = 4096;
/** A set of glyph keys as `writeKeys` (functions/pdf) puts it; so many texts keep a row readable in one go. */
const GlyphKeys = z.array(z.string().regex(/^U\+[0-9A-F]{4,6}([- ]U\+[0-9A-F]{4,6})?$/)).max(MOST_KEY_TEXTS);

/** 首長名と公印: one value, so that a name is never printed beside another office's seal. */
export const HeadOfMunicipality = z.object({
  /** Title line: 「室蘭市長」, 「室蘭市長職務代理者 副市長」. */
  title: z.string().min(1).max(60),
  name: z.string().min(1).max(60),
  /** SHA-256 of the seal's blob. */
  sealDigest: digest,
});
export type HeadOfMunicipality = z.infer<typeof HeadOfMunicipality>;

const SCOPE_CITY = 'city';

/** The longest that data may be old: a month of minutes. */
const MOST_MINUTES = 44_640;

/**
 * One value of one city, in force from an instant on until a later one of the same kind and scope replaces it
 * (変更予約, 仕様書 3(3)エ). Immutable: a change is a new row.
 */
export const Setting = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('name'),
    scope: z.literal(SCOPE_CITY),
    value: z.object({ name: z.string().min(1) }),
  }),
  /** Of the city, or of one type whose papers another head signs. 職務代理者 are such a value for a time. */
  z.object({
    kind: z.literal('head'),
    scope: z.union([z.literal(SCOPE_CITY), CertificateType]),
    value: HeadOfMunicipality,
  }),
  z.object({
    kind: z.literal('gaiji'),
    scope: z.literal(SCOPE_CITY),
    /**
     * The active EUDC font and the glyph pack made of it: the SHA-256 of their files, which lie in the inbox bucket
     * under `gaiji/<city>/<digest>.tte` and `gaiji/<city>/<digest>.pack`.
     */
    value: z.object({
      fontDigest: digest,
      packDigest: digest,
      /** Codes whose outline is another one than before: not drawn until a `gaiji-confirmation` names them. */
      unconfirmed: GlyphKeys.optional(),
      /** Codes that an earlier font had and this one has not: one that comes back is a changed one. */
      retired: GlyphKeys.optional(),
      /** Whether the version that was in force before was taken back by this row. */
      takenBack: z.boolean().optional(),
      /** The file that brought it, or who activated it. */
      by: z.string().max(80).optional(),
    }),
  }),
  z.object({
    kind: z.literal('gaiji-confirmation'),
    /** SHA-256 of the font whose outlines were looked at: another outline is another font's. */
    scope: digest,
    /** Who has found these codes' outlines right; `validFrom` says when. */
    value: z.object({ keys: GlyphKeys, actor: OperatorId }),
  }),
  z
    .object({ kind: z.literal('certificate-type'), scope: CertificateType, value: TypeDefinition })
    .refine(
      ({ scope, value }) => value.family === (CertificateFamily.safeParse(scope).data ?? value.family),
      {
        path: ['value', 'family'],
        error: 'a type of the specification stays in its family',
      },
    ),
  z.object({ kind: z.literal('fee'), scope: CertificateType, value: z.object({ feeJpy: z.int().min(0) }) }),
  z.object({ kind: z.literal('hours'), scope: CertificateType, value: ServiceHours }),
  /** 運休日 of J-LIS, one list a year: a later row of the same year replaces the whole list. */
  z.object({
    kind: z.literal('jlis-closures'),
    scope: CalendarYear,
    /** SHA-256 of the file that they were read from. */
    value: z.object({ closures: Closures, fileDigest: digest.optional() }),
  }),
  /** The city's own 休止日, one list: a later row replaces it. */
  z.object({
    kind: z.literal('own-closures'),
    scope: z.literal(SCOPE_CITY),
    value: z.object({ closures: Closures }),
  }),
  z.object({
    kind: z.literal('minimum-age'),
    scope: CertificateType,
    value: z.object({ age: z.int().min(0).max(30) }),
  }),
  z.object({
    kind: z.literal('household-rule'),
    scope: CertificateType,
    /** Whether a restriction that says it closes the household of its person closes this type for the other members. */
    value: z.object({ boundByMembers: z.boolean() }),
  }),
  z.object({
    kind: z.literal('seal-certificate'),
    scope: CertificateType,
    /** 性別, which 印鑑登録証明事務処理要領 leaves to the city; not printed where it has set nothing. */
    value: z.object({ printsSex: z.boolean() }),
  }),
  z.object({
    kind: z.literal('tax-certificate'),
    scope: CertificateType,
    /** 被扶養で申告のない年度; refused where the city has set nothing. */
    value: z.object({ certifiesUndeclaredDependants: z.boolean() }),
  }),
  /** 課税年度 that may be asked for; without a value the type is not offered. */
  z.object({ kind: z.literal('tax-years'), scope: CertificateType, value: TaxYears }),
  z.object({
    kind: z.literal('template'),
    scope: CertificateType,
    value: z.object({
      templateDigest: digest,
      /** What was made of it with the shared fonts, so that a new process need not: a blob of `plateFile`. */
      plateDigest: digest.optional(),
    }),
  }),
  /** What the city accepts as 印影: another resolution makes other impressions, so that they have to come anew. */
  z.object({ kind: z.literal('seal-impression'), scope: z.literal(SCOPE_CITY), value: ImpressionRules }),
  /**
   * Whether the city prints 個人番号. Only then a row's is kept, encrypted; where nothing or `false` is set, the next
   * delivery of a row removes it. It is printed for the applicant alone, unless the city lets 同一世帯の者 have it too.
   */
  z.object({
    kind: z.literal('individual-number'),
    scope: z.literal(SCOPE_CITY),
    value: z.object({ printed: z.boolean(), forSubjects: z.enum(['applicant', 'all']).optional() }),
  }),
  /** How the city's 業務運用システム writes its 不整合リスト. */
  z.object({ kind: z.literal('discrepancy-layout'), scope: z.literal(SCOPE_CITY), value: DiscrepancyLayout }),
  z.object({
    kind: z.literal('freshness'),
    /** Of all feeds of the city, or of one that has limits of its own. */
    scope: z.union([z.literal(SCOPE_CITY), RowFeed]),
    /** The greatest age of linked data in minutes, for each hour of the day in Japan from 0 to 23. */
    value: z.object({ minutesByHour: z.array(z.int().min(1).max(MOST_MINUTES)).length(24) }),
  }),
  /** From here on no value of that kind and scope (`fee#resident-record`) is set: the default holds. */
  z.object({
    kind: z.literal('end'),
    scope: z.string().regex(/^[a-z-]+#[A-Za-z0-9-]+$/),
    value: z.strictObject({}),
  }),
  /**
   * From here on the row with this id counts no more, and whatever it has displaced counts again. One that begins no
   * later than its row cancels it; a later one ends what was planned for a time.
   */
  z.object({ kind: z.literal('withdrawal'), scope: z.string().min(1), value: z.strictObject({}) }),
]);
export type Setting = z.infer<typeof Setting>;

/** What a row is beside its setting. */
const RowHead = z.object({
  id: z.string().min(1),
  municipality: MunicipalityCode,
  validFrom: Instant,
  /** Who planned it, with which others; absent where no member of staff did. */
  planned: z
    .object({ plan: z.uuid(), by: OperatorId, at: Instant, note: z.string().max(200).optional() })
    .optional(),
});
export type RowHead = z.infer<typeof RowHead>;

export const SettingRow = z.intersection(Setting, RowHead);
export type SettingRow = z.infer<typeof SettingRow>;
