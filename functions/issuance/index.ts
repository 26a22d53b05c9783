export {
  HouseholdScope,
  IssuanceOption,
  IssuanceState,
  IssueRequest,
  OPTION_NAMES,
  SCOPE_NAMES,
} from './contract.ts';
export { IssuanceRecord, stateAt, typeNameOf } from './record.ts';
