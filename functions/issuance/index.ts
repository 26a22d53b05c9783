export {
  HouseholdScope,
  IssuanceOption,
  IssuanceState,
  IssueRequest,
  OPTION_NAMES,
  scopeName,
} from './contract.ts';
export { familyOf, IssuanceRecord, isDrawnHere, stateAt, typeNameOf } from './record.ts';
