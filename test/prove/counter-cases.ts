import type { RegistryStore, ResidentRecord } from '../../functions/registry/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { LocalDate } from '../../functions/shared/time.ts';
import { type OwnHousehold, ownHousehold } from '../support/households.ts';

/** Every kind of refusal that only the counter may explain, as far as a registry can bring it about. */
export const COUNTER_KINDS = [
  'protected',
  'protected-member',
  'core-restriction',
  'transfer-pending',
  'unsettled',
  'moved-in-today',
  'unknown-birth-date',
  'rejected-row',
  'missing-glyph',
  'overflow',
] as const;
export type CounterKind = (typeof COUNTER_KINDS)[number];

/** A household of two of which every copy is refused for this very reason. */
export async function householdOf(
  registry: RegistryStore,
  municipality: MunicipalityCode,
  kind: CounterKind,
  today: LocalDate,
): Promise<OwnHousehold> {
  const household = await ownHousehold(registry, municipality, 2, changesOf(kind, today));
  const [first, second] = household.members;
  if (first === undefined || second === undefined) throw new Error('a household of two');
  const restrict = (person: ResidentRecord, restriction: 'protection' | 'other') =>
    household.change({
      kind: 'restriction',
      fact: {
        personId: person.personId,
        kind: restriction,
        certificateType: 'all',
        state: 'restricted',
        householdWide: restriction === 'protection',
        from: LocalDate.parse('2020-01-01'),
      },
    });
  if (kind === 'protected') await restrict(first, 'protection');
  if (kind === 'protected-member') await restrict(second, 'protection');
  if (kind === 'core-restriction') await restrict(first, 'other');
  if (kind === 'rejected-row')
    await registry.apply(municipality, [
      {
        kind: 'rejected',
        feed: 'resident',
        personId: first.personId,
        subject: undefined,
        rule: 'pattern',
        sequence: { epoch: 1, number: 1_000 },
        origin: { fileName: 'test', line: 1 },
      },
    ]);
  return household;
}

function changesOf(kind: CounterKind, today: LocalDate): Partial<ResidentRecord> {
  switch (kind) {
    case 'transfer-pending':
      return { transferPending: true };
    case 'unsettled':
      return { changeUnsettled: true };
    case 'moved-in-today':
      return { movedInNotifiedOn: today };
    case 'unknown-birth-date':
      return { dateOfBirth: { text: '昭和20年月日不詳' } };
    // The last private-use code point: no city's font has it.
    case 'missing-glyph':
      return { fullName: '見本\u{10fffd}子' };
    case 'overflow':
      return { address: '北海道伊達市見本町'.repeat(150) };
    default:
      return {};
  }
}
