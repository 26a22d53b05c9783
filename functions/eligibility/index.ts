export type {
  Judgement,
  Known,
  KnownPerson,
  Reason,
  TypeConditions,
  Wish,
} from './eligibility.ts';
export { judge } from './judge.ts';
export type { KnownKoseki, KnownMember } from './known-koseki.ts';
export { isOnlyRegistered, MAXIMUM_REGISTER, nameableMembers } from './koseki.ts';
