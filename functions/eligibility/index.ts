export {
  type Judgement,
  judge,
  type Known,
  type KnownPerson,
  type Reason,
  type TypeConditions,
  type Wish,
} from './eligibility.ts';
