import type { KosekiQuestion } from '../../functions/koseki/index.ts';
import { isSupplement } from '../../functions/koseki/index.ts';
import type { Register, RegisterMember } from './registers.ts';
import type { SheetRow, SheetText } from './sheet.ts';

type Asked = Pick<KosekiQuestion, 'kind' | 'options'>;

/** What stands at the end: the koseki system certifies by itself. */
export type Closing = {
  /** 年月日 as printed. */
  readonly issuedOn: string;
  readonly head: string;
  readonly number: string;
};

const TITLES: Readonly<Record<KosekiQuestion['kind'], string>> = {
  'family-register-full': '全 部 事 項 証 明 書',
  'family-register-individual': '個 人 事 項 証 明 書',
  'supplement-full': '戸籍の附票の写し（全部）',
  'supplement-partial': '戸籍の附票の写し（一部）',
};

const CERTIFICATIONS: Readonly<Record<KosekiQuestion['kind'], string>> = {
  'family-register-full': 'これは、戸籍に記録されている事項の全部を証明した書面である。',
  'family-register-individual':
    'これは、戸籍中の一部の者について記録されている事項の全部を証明した書面である。',
  'supplement-full': 'この写しは、戸籍の附票の原本と相違ないことを証明する。',
  'supplement-partial': 'この写しは、戸籍の附票の原本の一部と相違ないことを証明する。',
};

/** The text of a certificate about these members, as it is asked for. */
export function paperText(
  register: Register,
  members: readonly RegisterMember[],
  asked: Asked,
  { issuedOn, head, number }: Closing,
): SheetText {
  const { kind } = asked;
  const rows = isSupplement(kind)
    ? supplementRows(register, members, asked)
    : registerRows(register, members);
  return { title: TITLES[kind], rows, closing: [CERTIFICATIONS[kind], issuedOn, head], number };
}

const section = (title: string): SheetRow => ({ kind: 'section', title });
const field = (label: string, value: string): SheetRow => ({ kind: 'field', label, value });
const more = (value: string): SheetRow => field('', value);

function registerRows(register: Register, members: readonly RegisterMember[]): SheetRow[] {
  return [
    field('本　　籍', register.domicile),
    field('氏　　名', register.head),
    section('戸籍事項'),
    field('　戸籍編製', `【編製日】${register.compiledOn}`),
    ...members.flatMap((member) => [
      section(member.isEnrolled ? '戸籍に記録されている者' : '戸籍に記録されている者（除籍）'),
      more(`【名】${member.givenName}`),
      more(`【生年月日】${member.dateOfBirth}`),
      more(`【父】${member.parents.father}`),
      more(`【母】${member.parents.mother}`),
      more(`【続柄】${member.relationship}`),
      section('身分事項'),
      field('　出　　生', `【出生日】${member.dateOfBirth}`),
      more(`【出生地】${member.stays[0]?.address ?? register.domicile}`),
      more('【届出人】父'),
    ]),
  ];
}

function supplementRows(
  register: Register,
  members: readonly RegisterMember[],
  { options }: Asked,
): SheetRow[] {
  const domicile = options.includes('domicile')
    ? [field('本　　籍', register.domicile), field('筆 頭 者', register.head)]
    : [];
  const overseas = options.includes('overseas-voter') ? [more('【在外選挙人名簿登録市町村名】登録なし')] : [];
  return [
    ...domicile,
    section('戸籍の附票事項'),
    field('　附票編製', `【編製日】${register.compiledOn}`),
    ...members.flatMap((member) => [
      section('附票に記録されている者'),
      more(`【名】${member.givenName}`),
      more(`【生年月日】${member.dateOfBirth}`),
      more(`【性別】${member.sex}`),
      ...overseas,
      ...member.stays.flatMap(({ address, since }, index) => [
        field(index === 0 ? '　住　　所' : '', `【住所】${address}`),
        more(`【住所を定めた日】${since}`),
      ]),
    ]),
  ];
}
