import { randomBytes } from 'node:crypto';
import type { RegistryChange, RegistryStore, ResidentRecord } from '../../functions/registry/index.ts';
import {
  HouseholdId,
  JpkiIssuer,
  JpkiSerial,
  type MunicipalityCode,
  PersonId,
} from '../../functions/shared/ids.ts';
import { LocalDate } from '../../functions/shared/time.ts';
import { CURRENT_ISSUER } from '../../simulator/sample/serial-rows.ts';

/** A made-up household that only one test knows. The first member has a serial. */
export type OwnHousehold = {
  readonly municipality: MunicipalityCode;
  readonly issuer: JpkiIssuer;
  readonly serial: JpkiSerial;
  readonly members: readonly ResidentRecord[];
  /** Applies a change of the household's own with a sequence newer than all before. */
  readonly change: (change: OwnChange) => Promise<void>;
};

export type OwnChange =
  | { readonly kind: 'resident'; readonly fact: ResidentRecord }
  | Omit<Extract<RegistryChange, { kind: 'restriction' }>, 'sequence' | 'origin'>
  | Omit<Extract<RegistryChange, { kind: 'serial' }>, 'sequence' | 'origin'>;

const digits = (count: number): string =>
  BigInt(`0x${randomBytes(12).toString('hex')}`)
    .toString()
    .padStart(count, '7')
    .slice(-count);

/** Names differ in every household: no two people of a test run are alike. */
export async function ownHousehold(
  registry: RegistryStore,
  municipality: MunicipalityCode,
  size = 1,
  changes: Partial<ResidentRecord> = {},
): Promise<OwnHousehold> {
  const householdId = HouseholdId.parse(`9${digits(14)}`);
  const mark = digits(6);
  const members = Array.from({ length: size }, (_, index): ResidentRecord => {
    return {
      personId: PersonId.parse(`9${digits(14)}`),
      householdId,
      householdOrder: index + 1,
      state: 'active',
      transferPending: false,
      changeUnsettled: false,
      isForeign: false,
      fullName: `試験 ${['太郎', '花子', '次郎', '桜'][index % 4]}${mark}第${index + 1}`,
      dateOfBirth: {
        text: `昭和53年4月${(index % 28) + 1}日`,
        date: LocalDate.parse(`1978-04-${String((index % 28) + 1).padStart(2, '0')}`),
      },
      sex: index % 2 === 0 ? '男' : '女',
      address: `北海道室蘭市幸町${mark}番地`,
      headOfHousehold: `試験 太郎${mark}第1`,
      relationshipToHead: index === 0 ? '世帯主' : '同居人',
      registeredDomicile: '北海道室蘭市幸町1番',
      familyRegisterHead: `試験 太郎${mark}第1`,
      ...changes,
    };
  });
  const serial = JpkiSerial.parse(randomBytes(16).toString('hex').toUpperCase());
  const issuer = JpkiIssuer.parse(CURRENT_ISSUER);
  let number = 0;
  const change = async (own: OwnChange): Promise<void> => {
    number += 1;
    const full = { ...own, sequence: { epoch: 1, number }, origin: { fileName: 'test', line: number } };
    const [outcome] = await registry.apply(municipality, [full as RegistryChange]);
    if (outcome?.kind !== 'applied') throw new Error(`not applied: ${JSON.stringify(outcome)}`);
  };
  for (const fact of members) await change({ kind: 'resident', fact });
  const [first] = members;
  if (first === undefined) throw new Error('a household has a member');
  await change({
    kind: 'serial',
    fact: {
      personId: first.personId,
      issuer,
      serial,
      medium: 'card',
      validFrom: LocalDate.parse('2020-01-01'),
      validUntil: LocalDate.parse('2090-01-01'),
      state: 'valid',
    },
  });
  return { municipality, issuer, serial, members, change };
}
