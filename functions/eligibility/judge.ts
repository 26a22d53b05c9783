import { circleOf } from '../shared/certificate-types.ts';
import type { LocalDate } from '../shared/time.ts';
import { type Judgement, judgeResident, type Known, type TypeConditions, type Wish } from './eligibility.ts';
import { judgeKoseki } from './koseki.ts';

/** May this be issued to this person now? By the rules of the type's circle. */
export function judge(wish: Wish, known: Known, conditions: TypeConditions, today: LocalDate): Judgement {
  const rules = circleOf(conditions.family) === 'register' ? judgeKoseki : judgeResident;
  return rules(wish, known, conditions, today);
}
