export {
  HouseholdScope,
  IssuanceOption,
  IssuanceState,
  IssueRequest,
  MenuRequest,
  MenuResponse,
  OPTION_NAMES,
  Problem,
  RequestStatus,
  ResultRequest,
  SCOPE_NAMES,
} from './contract.ts';
export { IssuanceRecord, stateAt } from './record.ts';
