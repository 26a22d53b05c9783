import { formatFileName, type RowFeed, type RowFileName } from '../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../functions/linkage/layouts/feeds.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { type Cells, writeLinkFile } from '../../simulator/sample/link-file.ts';

const MADE_AT = '2026-11-23T09:15:00+09:00';

export const sampleName = (feed: RowFeed, kind: RowFileName['kind'] = 'diff'): RowFileName => ({
  municipality: MunicipalityCode.parse('012050'),
  feed,
  kind,
  epoch: 1,
  fileNumber: 42,
});

/** A file of differences of invented people, as a core system would send it. */
export const sampleFile = (feed: RowFeed): Uint8Array =>
  writeLinkFile(sampleName(feed), MADE_AT, sampleRows(feed));

/** Worked sample files by their name: differences of every feed, and an urgent one where there may be something urgent. */
export function sampleFiles(feeds: readonly RowFeed[]): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const feed of feeds) {
    files.set(formatFileName(sampleName(feed)), sampleFile(feed));
    const name = sampleName(feed, 'urgent');
    files.set(formatFileName(name), writeLinkFile(name, MADE_AT, [urgentRow(feed)]));
  }
  return files;
}

/** Made of the columns' own examples, so that every example has been through the real parser. */
const examplesOf = (feed: RowFeed): Record<string, string> =>
  Object.fromEntries(columnsOf(feed).map(({ property, example }) => [property, example]));

const blank = (properties: readonly string[]): Cells =>
  Object.fromEntries(properties.map((property) => [property, '']));

const OTHER_PERSON = { number: '1025', personId: '000000000012346' };

function sampleRows(feed: RowFeed): readonly Cells[] {
  const first: Cells = feed === 'resident' ? japaneseResident() : examplesOf(feed);
  return [first, ...moreRows(feed).map((cells) => ({ ...first, ...OTHER_PERSON, ...cells }))];
}

/** What else the feed may say, as cells that differ from the first row. */
function moreRows(feed: RowFeed): readonly Cells[] {
  switch (feed) {
    case 'resident':
      return [foreignResident()];
    case 'seal':
      return [{ registrationNumber: '0012346', state: '抹消', impression: '' }];
    case 'tax': {
      const none = blank(amountProperties());
      return [
        { number: '1025', personId: '000000000012345', taxYear: '2025' },
        { number: '1026', fullName: '室蘭 花子', state: '被扶養（申告なし）', ...none },
        { number: '1027', personId: '000000000012347', fullName: '登別 一郎', state: '未申告', ...none },
      ];
    }
    case 'serial':
      return [{ serial: '1B2C3D4E5F6A', state: '失効' }];
    case 'restriction':
      return [{ certificateType: '印鑑登録証明書', kind: 'その他', householdWide: '0', state: '解除' }];
    case 'koseki-index':
      return [
        { kosekiPersonKey: 'K000012346', notificationPending: '1' },
        { number: '1026', personId: '800000000000012', kosekiPersonKey: 'K000012350', state: '除籍' },
      ];
    case 'domicile-registration':
      return [{ kosekiPersonKey: 'K000012346', serial: '2C3D4E5F6A7B', state: '審査中', expiresOn: '' }];
  }
}

/** One row that takes something away. */
function urgentRow(feed: RowFeed): Cells {
  const [first] = sampleRows(feed);
  return { ...first, ...URGENT[feed], number: '1030' };
}

const URGENT: Readonly<Record<RowFeed, Cells>> = {
  resident: { state: '死亡' },
  seal: { state: '抹消', impression: '' },
  tax: { state: '更正中' },
  serial: { state: '失効' },
  restriction: { state: '制限' },
  'koseki-index': { notificationPending: '1' },
  'domicile-registration': { state: '失効' },
};

const amountProperties = (): readonly string[] =>
  columnsOf('tax')
    .map(({ property }) => property)
    .filter(
      (property) => property.includes('.') || /^(total|aggregate)Income$|^deductionsTotal$/.test(property),
    );

const japaneseResident = (): Cells => ({
  ...examplesOf('resident'),
  ...blank(['alternativeName', 'nationality', 'article30_45', 'residenceStatus', 'periodOfStay']),
  ...blank(['periodOfStayExpiryText', 'residenceCardNumber']),
});

const foreignResident = (): Cells => ({
  ...examplesOf('resident'),
  ...blank(['formerFamilyName', 'formerFamilyNameKana', 'registeredDomicile', 'familyRegisterHead']),
  ...blank(['buildingNameEtc', 'previousAddress', 'fullNameKana', 'movedInNotifiedOn']),
  ...OTHER_PERSON,
  householdOrder: '2',
  nationalityClass: '外国人',
  fullName: 'NGUYEN THI HOA',
  dateOfBirthText: '1990年2月3日',
  dateOfBirth: '1990-02-03',
  sex: '女',
  relationshipToHead: '妻',
  remarks: '1 行目\n2 行目',
});
