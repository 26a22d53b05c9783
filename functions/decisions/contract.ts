import { z } from 'zod';
import { CertificateType } from '../shared/certificate-types.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { PersonId } from '../shared/ids.ts';
import { Note } from '../shared/note.ts';
import { Instant, LocalDate } from '../shared/time.ts';

/** 証明書種別, or all of them, those included that a city will have later. */
export const DecidedType = z.union([CertificateType, z.literal('all')]);
export type DecidedType = z.infer<typeof DecidedType>;

/** Why nothing is to be issued: 本人の申出, なりすまし等の疑い, 記録の確認中, 法令・通知, その他. */
export const ForbidReason = z.enum([
  'asked-by-person',
  'identity-in-doubt',
  'record-under-review',
  'required-by-law',
  'other',
]);
export type ForbidReason = z.infer<typeof ForbidReason>;

/** On whose application somebody under age may be issued: 本人, 法定代理人. */
export const ExemptionReason = z.enum(['asked-by-person', 'asked-by-representative']);
export type ExemptionReason = z.infer<typeof ExemptionReason>;

/** Why a decision ends: 申出, 事由の解消, 誤り, その他. */
export const EndReason = z.enum(['asked-by-person', 'reason-gone', 'made-by-mistake', 'other']);
export type EndReason = z.infer<typeof EndReason>;

const made = { note: Note.optional(), decidedBy: OperatorId, decidedAt: Instant };

/** 発行要否設定: not issuable to or about a person, from the first day to the last one, or until it is lifted. */
export const IssuanceEligibility = z.object({
  certificateType: DecidedType,
  from: LocalDate,
  until: LocalDate.optional(),
  reason: ForbidReason,
  ...made,
});
export type IssuanceEligibility = z.infer<typeof IssuanceEligibility>;

/** 年齢未満の個別許可: from the first day to the last one the city's minimum age does not bind this applicant. */
export const AgeLimitExemption = z.object({
  from: LocalDate,
  until: LocalDate,
  reason: ExemptionReason,
  ...made,
});
export type AgeLimitExemption = z.infer<typeof AgeLimitExemption>;

const noted = { note: Note.optional() };
const ended = { reason: EndReason, ...noted };

/** What staff may decide about a person (仕様書 3(3)ウ). A first day that is not named is today. */
export const DecisionChange = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('forbid'),
    certificateType: DecidedType,
    from: LocalDate.optional(),
    until: LocalDate.optional(),
    reason: ForbidReason,
    ...noted,
  }),
  z.strictObject({ action: z.literal('lift'), certificateType: DecidedType, ...ended }),
  z.strictObject({
    action: z.literal('grant-exemption'),
    from: LocalDate.optional(),
    until: LocalDate,
    reason: ExemptionReason,
    ...noted,
  }),
  z.strictObject({ action: z.literal('withdraw-exemption'), ...ended }),
]);
export type DecisionChange = z.infer<typeof DecisionChange>;

/** `PUT /api/decisions/{personId}`: one change of what the operator has seen under this revision. */
export const DecisionRequest = z.strictObject({ revision: z.int().min(0), change: DecisionChange });
export type DecisionRequest = z.infer<typeof DecisionRequest>;

/** How a decision stands on a day. */
export const Standing = z.enum(['planned', 'in-force', 'over']);
export type Standing = z.infer<typeof Standing>;

/** In Japan's time: `2026-11-23T09:15:00.000+09:00`. */
const Timestamp = z.string();
const viewed = { standing: Standing, decidedAt: Timestamp };

/** `GET /api/decisions/{personId}`, and what a change answers with. */
export const DecisionsView = z.object({
  personId: PersonId,
  /** As the register has it now; null where only other rows of the person have arrived. */
  fullName: z.string().nullable(),
  revision: z.int().min(0),
  exemption: AgeLimitExemption.extend(viewed).nullable(),
  forbidden: z.array(IssuanceEligibility.extend(viewed)),
  /** Every change that was ever made, newest first. */
  changes: z.array(
    z.object({ revision: z.int(), at: Timestamp, operatorId: OperatorId, change: DecisionChange }),
  ),
});
export type DecisionsView = z.infer<typeof DecisionsView>;
