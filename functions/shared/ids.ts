import { z } from 'zod';

/** 全国地方公共団体コード (localGovernmentCode): 6 digits, the last a check digit. Part of every key (INV-11). */
export const MunicipalityCode = z
  .string()
  .regex(/^\d{6}$/)
  .brand<'MunicipalityCode'>();
export type MunicipalityCode = z.infer<typeof MunicipalityCode>;

/** 宛名番号: 15 digits, meaningful only together with its municipality. */
export const PersonId = z
  .string()
  .regex(/^\d{15}$/)
  .brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** 世帯番号: 15 digits, meaningful only together with its municipality. */
export const HouseholdId = z
  .string()
  .regex(/^\d{15}$/)
  .brand<'HouseholdId'>();
export type HouseholdId = z.infer<typeof HouseholdId>;

/** 利用者証明用電子証明書の発行者: which certification authority numbered the serial. */
export const JpkiIssuer = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,40}$/)
  .brand<'JpkiIssuer'>();
export type JpkiIssuer = z.infer<typeof JpkiIssuer>;

/** 利用者証明用電子証明書のシリアル番号; unique only together with its issuer. */
export const JpkiSerial = z
  .string()
  .regex(/^[A-Za-z0-9]{1,40}$/)
  .brand<'JpkiSerial'>();
export type JpkiSerial = z.infer<typeof JpkiSerial>;

/** 戸籍の個人を示す番号: of one person in the koseki system, meaningful only together with its municipality. */
export const KosekiPersonKey = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,40}$/)
  .brand<'KosekiPersonKey'>();
export type KosekiPersonKey = z.infer<typeof KosekiPersonKey>;

/** 戸籍を示す番号: of one register in the koseki system, meaningful only together with its municipality. */
export const KosekiId = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,40}$/)
  .brand<'KosekiId'>();
export type KosekiId = z.infer<typeof KosekiId>;

/** The centre's id of one request; unguessable there, unique per municipality here. */
export const RequestId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/)
  .brand<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;

/** Makes a new id that no other process makes (UUIDv7 in production, INV-3); never derived from the time alone. */
export type NewId = () => string;
