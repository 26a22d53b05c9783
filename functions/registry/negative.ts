import { unreachable } from '../shared/result.ts';
import type { NewFact, RegistryChange } from './changes.ts';

/**
 * Whether a change only takes something away: what it is about may be issued less than before or not at all. Such
 * changes overtake all others (architecture §3.5); a mark closes its person and is one of them.
 */
export function isNegative(change: NewFact | RegistryChange): boolean {
  switch (change.kind) {
    case 'resident':
      return change.fact.state !== 'active' || change.fact.transferPending || change.fact.changeUnsettled;
    case 'seal':
      return change.fact.state !== 'active';
    case 'tax':
      return change.fact.state === 'not-declared' || change.fact.state === 'being-corrected';
    case 'serial':
      return change.fact.state === 'revoked';
    case 'restriction':
      return change.fact.state === 'restricted';
    case 'koseki-index':
      return change.fact.state === 'removed' || change.fact.notificationPending;
    case 'domicile-registration':
      return change.fact.state === 'lapsed' || change.fact.state === 'rejected';
    case 'rejected':
      return true;
    case 'absence':
      return !change.isNamed;
    default:
      return unreachable(change);
  }
}
