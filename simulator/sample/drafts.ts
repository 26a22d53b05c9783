import type { LocalDate } from '../../functions/shared/time.ts';
import type { ForeignDraft } from './foreign-people.ts';
import type { Name, Sex } from './names.ts';
import type { Place } from './places.ts';
import type { ChurnRole, ResidentRow } from './types.ts';

/** Which certificates of the JPKI somebody has; `by-chance` follows the ages as in a real city. */
export type SerialPlan = 'by-chance' | 'none' | 'card' | 'card-and-phone' | 'renewed' | 'revoked' | 'expired';

export type RestrictionDraft = {
  readonly kind: '支援措置' | 'その他';
  readonly certificateType: string;
  readonly state: '制限' | '解除';
  readonly householdWide: boolean;
};

/** One person before rows are made of the household. */
export type MemberDraft = {
  readonly family: Name;
  readonly given: Name;
  readonly sex: Sex;
  readonly birth: LocalDate;
  readonly relationship: string;
  readonly formerFamily?: Name;
  readonly foreign?: ForeignDraft;
  readonly serials: SerialPlan;
  readonly restrictions?: readonly RestrictionDraft[];
  /** Cells that differ from what follows from the rest. */
  readonly cells?: Partial<ResidentRow>;
};

export type HouseholdDraft = {
  readonly members: readonly MemberDraft[];
  readonly place?: Place;
  readonly churn?: ChurnRole;
};
