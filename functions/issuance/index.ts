export {
  HouseholdScope,
  IssuanceOption,
  IssuanceState,
  IssueRequest,
  OPTION_NAMES,
  PrintOutcome,
  scopeName,
} from './contract.ts';
export {
  Correction,
  correctedCounts,
  familyOf,
  IssuanceRecord,
  isDrawnHere,
  ownStateAt,
  stateAt,
  typeNameOf,
} from './record.ts';
export { recordItem, recordKey } from './record-item.ts';
