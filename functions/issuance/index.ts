export {
  HouseholdScope,
  IssuanceOption,
  IssuanceState,
  IssueRequest,
  OPTION_NAMES,
  PrintOutcome,
  SCOPE_NAMES,
} from './contract.ts';
export { Correction, correctedCounts, IssuanceRecord, ownStateAt, stateAt, typeNameOf } from './record.ts';
