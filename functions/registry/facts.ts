import { z } from 'zod';
import { CertificateFamily } from '../shared/certificate-types.ts';
import { HouseholdId, JpkiIssuer, JpkiSerial, KosekiId, KosekiPersonKey, PersonId } from '../shared/ids.ts';
import { LocalDate } from '../shared/time.ts';

/**
 * The core system's own order of its changes. A replaced core system starts counting again, in a new epoch.
 * Epochs compare first.
 */
export const Sequence = z.object({ epoch: z.int().min(1), number: z.int().min(1) });
export type Sequence = z.infer<typeof Sequence>;

/** Negative when `a` came before `b`, 0 when they are equal, positive when it came after. */
export function compareSequence(a: Sequence, b: Sequence): number {
  return a.epoch - b.epoch || a.number - b.number;
}

/** A printed date as the core system wrote it (「昭和20年月日不詳」), with the day beside it where one is known. */
export const PrintedDate = z.object({ text: z.string().min(1), date: LocalDate.optional() });
export type PrintedDate = z.infer<typeof PrintedDate>;

const text = z.string().min(1);

/** 在留関係: what a foreign resident's record says besides (住民基本台帳法30条の45). */
export const ForeignResidence = z.object({
  nationality: text,
  article30_45: text,
  residenceStatus: text.optional(),
  periodOfStay: text.optional(),
  periodOfStayExpiry: PrintedDate.optional(),
  residenceCardNumber: text.optional(),
});
export type ForeignResidence = z.infer<typeof ForeignResidence>;

/**
 * 住民票: what a city's resident record says of one person. Every text is kept code point for code point as the
 * core system delivered it (仕様書 3(2)①オ).
 */
export const ResidentRecord = z.object({
  personId: PersonId,
  householdId: HouseholdId,
  /** Place within the household, 1 = head as a rule; decides the printed order. */
  householdOrder: z.int().min(1).max(99),
  /** 現存・転出・死亡・職権消除. Whoever is not `active` belongs to no household any more. */
  state: z.enum(['active', 'moved-out', 'deceased', 'removed']),
  /** 転出予定: a transfer out has been notified and has not taken place yet. */
  transferPending: z.boolean(),
  /** 異動未確定: a change has been received and has not been decided yet. */
  changeUnsettled: z.boolean(),
  /** 転入届出日 of the latest move into this city. */
  movedInNotifiedOn: LocalDate.optional(),
  isForeign: z.boolean(),
  fullName: text,
  fullNameKana: text.optional(),
  formerFamilyName: text.optional(),
  formerFamilyNameKana: text.optional(),
  alternativeName: text.optional(),
  dateOfBirth: PrintedDate,
  sex: text,
  address: text,
  buildingNameEtc: text.optional(),
  becameResidentOn: PrintedDate.optional(),
  addressFixedOn: PrintedDate.optional(),
  notifiedOn: PrintedDate.optional(),
  previousAddress: text.optional(),
  headOfHousehold: text,
  relationshipToHead: text,
  registeredDomicile: text.optional(),
  familyRegisterHead: text.optional(),
  foreign: ForeignResidence.optional(),
  remarks: text.optional(),
});
export type ResidentRecord = z.infer<typeof ResidentRecord>;

/** シリアル番号情報: which person of this city a JPKI authentication certificate stands for. N serials : 1 person. */
export const JpkiSerialLink = z.object({
  personId: PersonId,
  issuer: JpkiIssuer,
  serial: JpkiSerial,
  medium: z.enum(['card', 'phone']),
  validFrom: LocalDate,
  /** Last day of validity. */
  validUntil: LocalDate,
  state: z.enum(['valid', 'revoked']),
});
export type JpkiSerialLink = z.infer<typeof JpkiSerialLink>;

/** 発行制限: lifted only by a row that says so, never because `until` has passed. */
export const IssuanceRestriction = z.object({
  personId: PersonId,
  /** 支援措置 (DV等) or another restriction of the core system. */
  kind: z.enum(['protection', 'other']),
  /** The core system's word for the certificate: it binds every type of that family. */
  certificateType: z.union([CertificateFamily, z.literal('all')]),
  state: z.enum(['restricted', 'lifted']),
  /** Whether it closes the copies of everyone in the household (§2.4: the default for protection). */
  householdWide: z.boolean(),
  from: LocalDate,
  /** Information only. */
  until: LocalDate.optional(),
});
export type IssuanceRestriction = z.infer<typeof IssuanceRestriction>;

/** 印影, by the digest under which the city keeps it, and the size of its pixels before compression. */
export const ImpressionReference = z.object({
  sha256: z.hash('sha256').lowercase(),
  bytes: z.int().min(1),
});
export type ImpressionReference = z.infer<typeof ImpressionReference>;

/** 印鑑登録: one at a time per person. Name, address and date of birth are those of the resident record. */
export const SealRegistration = z.object({
  personId: PersonId,
  registrationNumber: text,
  /** 登録中・停止・抹消 (廃止, 亡失 included). */
  state: z.enum(['active', 'suspended', 'erased']),
  registeredOn: LocalDate,
  /** 氏名の片仮名表記 of a foreign resident whose seal shows it. */
  fullNameKatakana: text.optional(),
  /** 備考 of the seal register. */
  remarks: text.optional(),
  /** Of an erased registration there is none any more. */
  impression: ImpressionReference.optional(),
});
export type SealRegistration = z.infer<typeof SealRegistration>;

/**
 * 戸籍の索引: in which register of this city a person is, or was. Whoever is no resident has the number that the city
 * gives to 住登外者.
 */
export const FamilyRegisterEntry = z.object({
  personId: PersonId,
  kosekiPersonKey: KosekiPersonKey,
  kosekiId: KosekiId,
  /** 在籍・除籍. */
  state: z.enum(['enrolled', 'removed']),
  /** 届出処理中: a notification about this person is being processed; it closes the whole register. */
  notificationPending: z.boolean(),
});
export type FamilyRegisterEntry = z.infer<typeof FamilyRegisterEntry>;

/** 本籍地利用登録: for which person of a register a certificate of a non-resident stands. */
export const DomicileRegistration = z.object({
  personId: PersonId,
  kosekiPersonKey: KosekiPersonKey,
  issuer: JpkiIssuer,
  serial: JpkiSerial,
  /** 申請・審査中・承認・却下・失効. */
  state: z.enum(['applied', 'under-review', 'approved', 'rejected', 'lapsed']),
  /** 有効期限, the last day; there is one as soon as it is approved. */
  expiresOn: LocalDate.optional(),
});
export type DomicileRegistration = z.infer<typeof DomicileRegistration>;
