export type { Judgement, Known, Reason, TypeConditions, Wish } from './eligibility.ts';
export { judge } from './judge.ts';
export type { KnownKoseki, KnownMember } from './known-koseki.ts';
export type { KnownPerson } from './known-person.ts';
export { isOnlyRegistered, MAXIMUM_REGISTER, nameableMembers } from './koseki.ts';
