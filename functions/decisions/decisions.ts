import type { CertificateType } from '../shared/certificate-types.ts';
import type { OperatorId } from '../shared/http/staff.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Instant, jstDateOf, type LocalDate } from '../shared/time.ts';
import type { AgeLimitExemption, DecisionChange, IssuanceEligibility, Standing } from './contract.ts';

/** What staff have decided about one person of a city. */
export type PersonDecisions = {
  readonly exemption?: AgeLimitExemption | undefined;
  /** At most one of each type and one of all types; each counts by itself. */
  readonly forbidden: readonly IssuanceEligibility[];
};

export const NOTHING_DECIDED: PersonDecisions = { forbidden: [] };

type Period = { readonly from: LocalDate; readonly until?: LocalDate | undefined };

/** First and last day count. */
export function standingOn({ from, until }: Period, day: LocalDate): Standing {
  if (day < from) return 'planned';
  return until === undefined || day <= until ? 'in-force' : 'over';
}

/** Whether staff have forbidden certificates of this very type, or all, to and about the person. */
export const isForbidden = (
  { forbidden }: PersonDecisions,
  type: CertificateType,
  today: LocalDate,
): boolean =>
  forbidden.some(
    (one) =>
      (one.certificateType === 'all' || one.certificateType === type) &&
      standingOn(one, today) === 'in-force',
  );

export const isExempt = ({ exemption }: PersonDecisions, today: LocalDate): boolean =>
  exemption !== undefined && standingOn(exemption, today) === 'in-force';

/**
 * `period`: it ends before it begins, or has ended already. `begins-later`: it would take the place of one that binds
 * earlier, and so lift that one without saying so. `nothing-to-end`: there is no such decision.
 */
export type ChangeFault = 'period' | 'begins-later' | 'nothing-to-end';

/** The change with its first day named, as it is kept. */
export type Decided = { readonly decisions: PersonDecisions; readonly change: DecisionChange };

/** What a change makes of the decisions. It adds to them or takes them back; nothing else is in its reach. */
export function decide(
  current: PersonDecisions,
  change: DecisionChange,
  { operatorId, at }: { readonly operatorId: OperatorId; readonly at: Instant },
): Result<Decided, ChangeFault> {
  const today = jstDateOf(at);
  const made = {
    ...(change.note === undefined ? {} : { note: change.note }),
    decidedBy: operatorId,
    decidedAt: at,
  };
  switch (change.action) {
    case 'forbid': {
      const { certificateType, from = today, until, reason } = change;
      if (!isPeriod({ from, until }, today)) return err('period');
      const [before, others] = splitOff(current, certificateType);
      if (before !== undefined && standingOn(before, today) !== 'over' && from > latest(before.from, today))
        return err('begins-later');
      const period = until === undefined ? { from } : { from, until };
      const forbidden = [...others, { certificateType, ...period, reason, ...made }];
      return ok({ decisions: { ...current, forbidden }, change: { ...change, from } });
    }
    case 'lift': {
      const [before, others] = splitOff(current, change.certificateType);
      if (before === undefined) return err('nothing-to-end');
      return ok({ decisions: { ...current, forbidden: others }, change });
    }
    case 'grant-exemption': {
      const { from = today, until, reason } = change;
      if (!isPeriod({ from, until }, today)) return err('period');
      const exemption = { from, until, reason, ...made };
      return ok({ decisions: { ...current, exemption }, change: { ...change, from } });
    }
    case 'withdraw-exemption': {
      if (current.exemption === undefined) return err('nothing-to-end');
      return ok({ decisions: { forbidden: current.forbidden }, change });
    }
  }
}

const isPeriod = ({ from, until }: Period, today: LocalDate): boolean =>
  until === undefined || (from <= until && today <= until);

const latest = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

function splitOff(
  { forbidden }: PersonDecisions,
  type: IssuanceEligibility['certificateType'],
): [IssuanceEligibility | undefined, readonly IssuanceEligibility[]] {
  return [
    forbidden.find(({ certificateType }) => certificateType === type),
    forbidden.filter(({ certificateType }) => certificateType !== type),
  ];
}
