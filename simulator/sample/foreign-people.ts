import type { LocalDate } from '../../functions/shared/time.ts';
import { toWesternText } from '../../functions/shared/wareki.ts';
import { addDays } from './calendar.ts';
import type { Sex } from './names.ts';
import type { Random } from './random.ts';

/** What only a foreign resident's row says. */
export type ForeignDraft = {
  readonly fullName: string;
  readonly alternativeName: string;
  readonly nationality: string;
  readonly article30_45: string;
  readonly residenceStatus: string;
  readonly periodOfStay: string;
  readonly periodOfStayExpiryText: string;
  readonly residenceCardNumber: string;
};

type Origin = {
  readonly nationality: string;
  readonly families: readonly string[];
  readonly given: Readonly<Record<Sex, readonly string[]>>;
  readonly alternatives: readonly string[];
};

const words = (list: string) => list.split(' ');

const ORIGINS: readonly (readonly [Origin, number])[] = [
  [
    {
      nationality: 'ベトナム',
      families: words('NGUYEN TRAN LE PHAM HOANG VU DANG'),
      given: { 男: ['VAN AN', 'QUOC BAO', 'MINH DUC'], 女: ['THI HOA', 'THI MAI LAN', 'NGOC ANH'] },
      alternatives: ['森　安', '小林　花'],
    },
    5,
  ],
  [
    {
      nationality: '中国',
      families: words('WANG LI ZHANG LIU CHEN YANG'),
      given: { 男: ['WEI', 'JIANGUO', 'HAORAN'], 女: ['FANG', 'XIUYING', 'YUTONG'] },
      alternatives: ['王　芳', '張　偉', '山中　秀英'],
    },
    4,
  ],
  [
    {
      nationality: '韓国',
      families: words('KIM LEE PARK CHOI JUNG'),
      given: { 男: ['MINJUN', 'SEONGHO', 'YEONGSU'], 女: ['JIYEON', 'SUNHEE', 'MINSEO'] },
      alternatives: ['金田　光男', '木下　順子', '新井　英子'],
    },
    3,
  ],
  [
    {
      nationality: 'インドネシア',
      families: words('WIJAYA SANTOSO SUSANTO PRATAMA'),
      given: { 男: ['BUDI', 'AGUS'], 女: ['DEWI', 'SITI NUR'] },
      alternatives: ['ブディ　サントソ'],
    },
    2,
  ],
  [
    {
      nationality: 'フィリピン',
      families: words('SANTOS REYES CRUZ BAUTISTA GARCIA'),
      given: { 男: ['JOSE MARI', 'ANGELO'], 女: ['MARIA CRISTINA', 'ROSALIE'] },
      alternatives: ['佐藤　マリア', '鈴木　クリスティーナ'],
    },
    2,
  ],
  [
    {
      nationality: '米国',
      families: words("SMITH JOHNSON O'NEILL MILLER-JONES"),
      given: { 男: ['MICHAEL JAMES', 'ROBERT'], 女: ['EMILY ROSE', 'SARAH'] },
      alternatives: ['スミス　エミリー'],
    },
    1,
  ],
];

const STATUSES: readonly (readonly [readonly [status: string, period: string], number])[] = [
  [['技能実習2号ロ', '1年'], 3],
  [['特定技能1号', '1年'], 3],
  [['技術・人文知識・国際業務', '3年'], 3],
  [['介護', '5年'], 1],
  [['留学', '2年3月'], 2],
  [['日本人の配偶者等', '5年'], 2],
  [['家族滞在', '3年'], 1],
];

/** As long as a name in Latin letters gets in practice. */
export const LONG_FULL_NAME =
  'CAVALCANTI DE ALBUQUERQUE MONTENEGRO MARIA FERNANDA GABRIELA DE OLIVEIRA SANTOS';

/**
 * A foreign resident's own columns. `registered` asks for a 通称; without it about every fourth has one.
 * Special permanent residents have no period of stay; their certificate takes the place of the residence card.
 */
export function foreignDraft(
  random: Random,
  sex: Sex,
  today: LocalDate,
  wanted: { readonly registered: boolean },
): ForeignDraft {
  const origin = random.weighted(ORIGINS);
  const card = `${random.pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ'])}${random.pick([...'ABCDEFGH'])}${random.integer(10_000_000, 99_999_999)}${random.pick([...'ABCDEFGH'])}${random.pick([...'JKLMNPQR'])}`;
  const base = {
    fullName: `${random.pick(origin.families)} ${random.pick(origin.given[sex])}`,
    alternativeName: wanted.registered || random.chance(0.25) ? random.pick(origin.alternatives) : '',
    nationality: origin.nationality,
  };
  if (origin.nationality === '韓国' && random.chance(0.4)) {
    return {
      ...base,
      article30_45: '特別永住者',
      residenceStatus: '',
      periodOfStay: '',
      periodOfStayExpiryText: '',
      residenceCardNumber: card,
    };
  }
  if (random.chance(0.25)) {
    return {
      ...base,
      article30_45: '中長期在留者',
      residenceStatus: '永住者',
      periodOfStay: '無期限',
      periodOfStayExpiryText: '',
      residenceCardNumber: card,
    };
  }
  const [residenceStatus, periodOfStay] = random.weighted(STATUSES);
  return {
    ...base,
    article30_45: '中長期在留者',
    residenceStatus,
    periodOfStay,
    periodOfStayExpiryText: toWesternText(addDays(today, random.integer(120, 900))),
    residenceCardNumber: card,
  };
}
