import { randomBytes } from 'node:crypto';
import { columnsOf } from '../../functions/linkage/layouts/feeds.ts';
import { JpkiIssuer, JpkiSerial, type MunicipalityCode } from '../../functions/shared/ids.ts';
import { CURRENT_ISSUER } from './serial-rows.ts';
import type { ResidentRow, RestrictionRow, SealRow, SerialRow, TaxRow } from './types.ts';

const digits = (count: number): string =>
  BigInt(`0x${randomBytes(12).toString('hex')}`)
    .toString()
    .padStart(count, '7')
    .slice(-count);

/** Somebody made up for one test, as rows of link files; unlike everybody else of a run. */
export function ownRows(municipality: MunicipalityCode, household: string = newHousehold(), order = 1) {
  const mark = digits(6);
  // Newer than any row of a full file, for whom such a file does not name counts as absent (docs/adr/0084), and than any
  // that an earlier test has sent.
  const first = Date.now();
  const numberOf = (number: number): string => String(first + number);
  const personId = `8${digits(14)}`;
  const serial = randomBytes(16).toString('hex').toUpperCase();
  const resident = (number: number, changes: Partial<ResidentRow> = {}): ResidentRow => ({
    epoch: '1',
    number: numberOf(number),
    personId,
    householdId: household,
    householdOrder: String(order),
    state: '現存',
    transferPending: '0',
    changeUnsettled: '0',
    movedInNotifiedOn: '',
    nationalityClass: '日本人',
    fullName: `連携　見本${mark}`,
    fullNameKana: 'レンケイ　ミホン',
    formerFamilyName: '',
    formerFamilyNameKana: '',
    alternativeName: '',
    dateOfBirthText: '昭和53年4月5日',
    dateOfBirth: '1978-04-05',
    sex: '女',
    address: `北海道伊達市鹿島町${mark}番地`,
    buildingNameEtc: '',
    becameResidentOnText: '昭和53年4月5日',
    addressFixedOnText: '令和2年5月1日',
    notifiedOnText: '令和2年5月7日',
    previousAddress: '',
    headOfHousehold: `連携　見本${mark}`,
    relationshipToHead: '世帯主',
    registeredDomicile: '北海道伊達市鹿島町1番',
    familyRegisterHead: `連携　見本${mark}`,
    nationality: '',
    article30_45: '',
    residenceStatus: '',
    periodOfStay: '',
    periodOfStayExpiryText: '',
    residenceCardNumber: '',
    remarks: '',
    individualNumber: '',
    ...changes,
  });
  const serialRow = (number: number, changes: Partial<SerialRow> = {}): SerialRow => ({
    epoch: '1',
    number: numberOf(number),
    personId,
    issuer: CURRENT_ISSUER,
    serial,
    medium: 'カード',
    validFrom: '2024-04-01',
    validUntil: '2099-04-01',
    state: '有効',
    ...changes,
  });
  const restriction = (number: number, changes: Partial<RestrictionRow> = {}): RestrictionRow => ({
    epoch: '1',
    number: numberOf(number),
    personId,
    kind: '支援措置',
    certificateType: '全て',
    state: '制限',
    householdWide: '1',
    from: '2026-01-01',
    until: '',
    ...changes,
  });
  const seal = (number: number, changes: Partial<SealRow> = {}): SealRow => ({
    epoch: '1',
    number: numberOf(number),
    personId,
    registrationNumber: mark,
    state: '登録中',
    registeredOn: '2024-05-01',
    fullNameKatakana: '',
    remarks: '',
    impression: '',
    ...changes,
  });
  const tax = (number: number, taxYear: number, changes: Partial<TaxRow> = {}): TaxRow => ({
    ...(Object.fromEntries(columnsOf('tax').map(({ property }) => [property, ''])) as TaxRow),
    epoch: '1',
    number: numberOf(number),
    personId,
    taxYear: String(taxYear),
    state: '被扶養（申告なし）',
    fullName: `連携　見本${mark}`,
    dateOfBirthText: '昭和53年4月5日',
    assessmentAddress: `北海道伊達市鹿島町${mark}番地`,
    address: `北海道伊達市鹿島町${mark}番地`,
    ...changes,
  });
  const card = {
    municipality,
    issuer: JpkiIssuer.parse(CURRENT_ISSUER),
    serial: JpkiSerial.parse(serial),
  };
  return { personId, mark, card, household, resident, serialRow, restriction, seal, tax };
}

export const newHousehold = (): string => `8${digits(14)}`;
