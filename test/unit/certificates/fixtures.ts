import fc from 'fast-check';
import {
  type Attachments,
  type CompiledTemplate,
  CopyOption,
  CopyScope,
  compileTemplate,
  contentOf,
  type FinishedPages,
  flattened,
  layOut,
  type Measure,
  type ResidentRecordCopy,
  type ResidentRecordCopyInput,
  residentRecordCopy,
  residentRecordTemplateData,
  sampleSeal,
} from '../../../functions/certificates/index.ts';
import {
  type DisplayList,
  pictureDigest,
  type ReadPicture,
  type ReadRun,
} from '../../../functions/pdf/index.ts';
import { ResidentRecord } from '../../../functions/registry/facts.ts';
import { ok, unwrap } from '../../../functions/shared/result.ts';
import { LocalDate } from '../../../functions/shared/time.ts';

export const template: CompiledTemplate = unwrap(compileTemplate(residentRecordTemplateData));
export const seal = sampleSeal();
export const day = (text: string): LocalDate => LocalDate.parse(text);

export const japanese: ResidentRecord = ResidentRecord.parse({
  personId: '000000000000001',
  householdId: '000000000000100',
  householdOrder: 1,
  state: 'active',
  transferPending: false,
  changeUnsettled: false,
  isForeign: false,
  fullName: '見本 太郎',
  fullNameKana: 'ミホン タロウ',
  dateOfBirth: { text: '昭和53年4月5日', date: '1978-04-05' },
  sex: '男',
  address: '北海道見本市幸町1番2号',
  buildingNameEtc: '海岸ハイツ301号',
  becameResidentOn: { text: '平成14年4月1日' },
  addressFixedOn: { text: '令和2年5月1日' },
  notifiedOn: { text: '令和2年5月7日' },
  previousAddress: '北海道札幌市中央区北一条西2丁目',
  headOfHousehold: '見本 太郎',
  relationshipToHead: '世帯主',
  registeredDomicile: '北海道見本市幸町1番',
  familyRegisterHead: '見本 一郎',
});

export const foreign: ResidentRecord = ResidentRecord.parse({
  ...japanese,
  personId: '000000000000002',
  householdOrder: 2,
  isForeign: true,
  fullName: 'SAMPLE ANNA MARIA',
  fullNameKana: undefined,
  alternativeName: '見本 花子',
  dateOfBirth: { text: '1990年12月31日' },
  relationshipToHead: '妻',
  registeredDomicile: undefined,
  familyRegisterHead: undefined,
  foreign: {
    nationality: 'ベトナム',
    article30_45: '中長期在留者',
    residenceStatus: '技術・人文知識・国際業務',
    periodOfStay: '3年',
    periodOfStayExpiry: { text: '2028年3月31日' },
    residenceCardNumber: 'AB12345678CD',
  },
});

/** So many members of one household, each with a name of their own. */
export function household(size: number): ResidentRecord[] {
  return Array.from({ length: size }, (_, index) =>
    ResidentRecord.parse({
      ...japanese,
      personId: String(index + 1).padStart(15, '0'),
      householdOrder: index + 1,
      fullName: `見本 ${'一二三四五六七八九十'[index % 10]}${index < 10 ? '郎' : '子'}`,
    }),
  );
}

export function inputOf(more: Partial<ResidentRecordCopyInput> = {}): ResidentRecordCopyInput {
  return {
    municipalityName: '北海道見本市',
    subjects: [japanese],
    scope: 'individual',
    options: [],
    issuedOn: day('2026-11-23'),
    head: { title: '見本市長', name: '山田 一郎' },
    certificateNumber: '0192f3a4-5b6c-7d8e-9f00-112233445566',
    ...more,
  };
}

export const copyOf = (more: Partial<ResidentRecordCopyInput> = {}): ResidentRecordCopy =>
  unwrap(residentRecordCopy(inputOf(more)));

/** Full-width characters as wide as high, ASCII half of that, variation selectors without width. */
export const measure: Measure<never> = (text, size) => ok(widthOf(text) * size);

export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    const isSelector = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(character);
    width += isSelector ? 0 : character <= '~' ? 0.5 : 1;
  }
  return width;
}

export const laidOut = (copy: ResidentRecordCopy, by = template, attached: Partial<Attachments> = {}) =>
  layOut(by, copy, { seal, tag: 'request-tag-1', ...attached }, measure);

/** Each page with all that it shows among its own items. */
export const pagesOf = (copy: ResidentRecordCopy, by = template): DisplayList =>
  flattened(unwrap(laidOut(copy, by)));

/** What a reader of the drawn file would find, without the drawing. */
export function asReadBack(list: DisplayList): FinishedPages {
  return {
    tag: list.tag,
    title: list.title,
    pages: flattened(list).pages.map(({ width, height, items }) => {
      const runs: ReadRun[] = [];
      const pictures: ReadPicture[] = [];
      for (const item of items) {
        if (item.kind === 'text') {
          runs.push({ text: item.text, x: item.x, y: item.y, size: item.size, stretch: 1 });
        } else if (item.kind === 'picture') {
          const { x, y, image } = item;
          const place = { x, y, width: item.width, height: item.height };
          pictures.push({ ...place, digest: pictureDigest(image) });
        }
      }
      return { width, height, runs, pictures };
    }),
  };
}

/** The lines in which a field stands on the paper, in order. */
export function linesOf(list: DisplayList, field: string) {
  return list.pages.flatMap(({ items }) =>
    items.flatMap((item) => (item.kind === 'text' && item.field === field ? [item] : [])),
  );
}

export const textsOf = (list: DisplayList): string[] =>
  list.pages.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])));

export const expectedContent = (copy: ResidentRecordCopy) => contentOf(template, copy);

/** Made-up people: kanji of the JIS range, variation sequences, half-width letters, unknown days. */
const character = fc.oneof(
  fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
  fc.integer({ min: 0x20000, max: 0x2a6d6 }).map((code) => String.fromCodePoint(code)),
  fc.constantFrom('葛\u{e0102}', '辻\u{e0101}', 'ー', '、', '（', '）', '・', ' ', 'A', '7'),
);

const textUpTo = (maxLength: number) =>
  fc.array(character, { minLength: 1, maxLength }).map((characters) => characters.join(''));
const optionalText = (maxLength: number) => fc.option(textUpTo(maxLength), { nil: undefined });
const printedDate = fc
  .constantFrom('昭和20年月日不詳', '令和元年5月1日', '平成12年10月31日', '1999年1月1日', '不詳')
  .map((text) => ({ text }));
const optionalDate = fc.option(printedDate, { nil: undefined });

const person = fc.record({
  isForeign: fc.boolean(),
  fullName: textUpTo(64),
  fullNameKana: optionalText(30),
  formerFamilyName: optionalText(12),
  formerFamilyNameKana: optionalText(12),
  alternativeName: optionalText(30),
  dateOfBirth: printedDate,
  sex: fc.constantFrom('男', '女'),
  address: fc.constantFrom('北海道見本市本町1番地', '北海道見本市港町二丁目3番4号'),
  buildingNameEtc: optionalText(20),
  becameResidentOn: optionalDate,
  addressFixedOn: optionalDate,
  notifiedOn: optionalDate,
  previousAddress: optionalText(100),
  headOfHousehold: textUpTo(20),
  relationshipToHead: fc.constantFrom('世帯主', '妻', '子', '妻の連れ子の子'),
  registeredDomicile: optionalText(60),
  familyRegisterHead: optionalText(30),
  foreign: fc.record({
    nationality: textUpTo(20),
    article30_45: textUpTo(24),
    residenceStatus: optionalText(20),
    periodOfStay: optionalText(8),
    periodOfStayExpiry: optionalDate,
    residenceCardNumber: optionalText(12),
  }),
  remarks: optionalText(60),
});

export const generatedInput: fc.Arbitrary<ResidentRecordCopyInput> = fc
  .record({
    people: fc.array(person, { minLength: 1, maxLength: 20 }),
    several: fc.constantFrom(...CopyScope.exclude(['individual']).options),
    options: fc.subarray([...CopyOption.options]),
    title: fc.constantFrom('見本市長', '見本市長職務代理者 見本市副市長'),
    issuedOn: fc.constantFrom('2019-05-01', '2026-11-23', '2031-02-28'),
  })
  .map(({ people, several, options, title, issuedOn }) => ({
    municipalityName: '北海道見本市',
    subjects: people.map((each, index) =>
      ResidentRecord.parse({
        ...japanese,
        ...each,
        personId: String(index).padStart(15, '0'),
        householdOrder: index + 1,
        foreign: each.isForeign ? each.foreign : undefined,
      }),
    ),
    scope: people.length === 1 ? 'individual' : several,
    options,
    issuedOn: day(issuedOn),
    head: { title, name: '山田 一郎' },
    certificateNumber: '0192f3a4-5b6c-7d8e-9f00-112233445566',
  }));
