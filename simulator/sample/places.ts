import type { Random } from './random.ts';

/** A place to live: numbers and buildings are invented, the names of the quarters are the cities'. */
export type Place = { readonly address: string; readonly building: string };

type Quarter = {
  readonly name: string /** 丁目 that the quarter has; 0: it is numbered by 番地. */;
  readonly chome: number;
};

function quarters(list: string): readonly Quarter[] {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', chome = '0'] = entry.split('/');
      return { name, chome: Number(chome) };
    });
}

const QUARTERS: Readonly<Record<string, readonly Quarter[]>> = {
  室蘭市: quarters(`
    中島町/4 東町/5 高砂町/5 日の出町/3 宮の森町/4 白鳥台/5 本輪西町/4 港北町/5 八丁平/6 水元町/0 幸町/0 海岸町/3
    中央町/4 母恋北町/3 輪西町/3 知利別町/4 御前水町/3 絵鞆町/4 祝津町/4 増市町/2 天神町/0 築地町/0 港南町/2
    寿町/3 柏木町/0 崎守町/0 大沢町/2 栄町/2 常盤町/0 清水町/3`),
  登別市: quarters(`
    中央町/7 富士町/8 新生町/6 若草町/6 美園町/6 鷲別町/6 幌別町/8 富岸町/3 桜木町/6 緑町/3 新川町/4 常盤町/6
    千歳町/6 登別温泉町/0 登別東町/5 登別本町/3 カルルス町/0 片倉町/6 柏木町/6 青葉町/0 大和町/2 上鷲別町/0
    札内町/0 川上町/0 若山町/4 栄町/4 新栄町/0 来馬町/0 鉱山町/0 中登別町/0`),
  伊達市: quarters(`
    鹿島町/0 末永町/0 網代町/0 梅本町/0 山下町/0 松ヶ枝町/0 舟岡町/0 長和町/0 有珠町/0 北黄金町/0 南黄金町/0
    稀府町/0 南稀府町/0 館山町/0 館山下町/0 弄月町/0 乾町/0 元町/0 大町/0 錦町/0 旭町/0 竹原町/0 西浜町/0
    東浜町/0 南浜町/0 向有珠町/0 志門気町/0 上館山町/0 関内町/0 萩原町/0 清住町/0 幌美内町/0 喜門別町/0
    大滝区優徳町/0 大滝区本町/0 大滝区三階滝町/0`),
};

const ELSEWHERE: readonly string[] = [
  '北海道札幌市中央区北一条西',
  '北海道札幌市白石区本通',
  '北海道苫小牧市表町',
  '北海道函館市本町',
  '北海道小樽市花園',
  '北海道旭川市四条通',
  '北海道虻田郡洞爺湖町洞爺湖温泉',
  '北海道有珠郡壮瞥町字滝之町',
  '青森県青森市長島',
  '岩手県盛岡市内丸',
  '東京都大田区蒲田',
  '神奈川県横浜市鶴見区鶴見中央',
];

const BUILDING_NAMES: readonly string[] = [
  'コーポ白樺',
  'メゾン鈴蘭',
  'ハイツ潮風',
  'グランデ測量山',
  'サンライズ地球岬',
  'パークヒルズ有珠',
  'レジデンス噴火湾',
  'ドミール鷲別',
  '市営住宅海望',
  '道営団地緑台',
  '第二若草荘',
  'ヴィラ・オロフレ',
  'シャトー室蘭岳',
  '𠮷岡荘',
];

/** A new address in that city, with a building's name and room for about every third. */
export function placeIn(random: Random, cityName: string): Place {
  const quarter = random.pick(QUARTERS[cityName] ?? []);
  const number = random.integer(1, 48);
  const branch = random.integer(1, 30);
  const address =
    quarter.chome > 0
      ? `${quarter.name}${random.integer(1, quarter.chome)}丁目${number}番${branch}号`
      : random.chance(0.6)
        ? `${quarter.name}${number}番地${branch}`
        : `${quarter.name}${random.integer(100, 480)}番地の${branch}`;
  const room = `${random.integer(1, 9)}0${random.integer(1, 9)}号`;
  const building = random.chance(0.35) ? `${random.pick(BUILDING_NAMES)}${room}` : '';
  return { address: `北海道${cityName}${address}`, building };
}

/** As long as an address gets in practice: a branch of a branch, wing, floor and the family one lives with. */
export function longPlaceIn(random: Random, cityName: string): Place {
  const quarter = random.pick((QUARTERS[cityName] ?? []).filter(({ name }) => name.length >= 3));
  return {
    address: `北海道${cityName}${quarter.name}${random.integer(1_000, 4_800)}番地の${random.integer(100, 999)}の${random.integer(10, 99)}`,
    building: `サービス付き高齢者向け住宅ガーデンテラス噴火湾シーサイドレジデンス弐番館${random.integer(10, 14)}階${random.integer(1001, 1499)}号室　白樺様方`,
  };
}

/** An address in another municipality, for 従前の住所 and 本籍. */
export function placeElsewhere(random: Random): string {
  return `${random.pick(ELSEWHERE)}${random.integer(1, 9)}丁目${random.integer(1, 30)}番${random.integer(1, 20)}号`;
}

/** 本籍: written with 番 or 番地, without 号. */
export function domicile(random: Random, cityName: string): string {
  if (random.chance(0.35))
    return `${random.pick(ELSEWHERE)}${random.integer(1, 9)}丁目${random.integer(1, 60)}番`;
  const quarter = random.pick(QUARTERS[cityName] ?? []);
  return quarter.chome > 0
    ? `北海道${cityName}${quarter.name}${random.integer(1, quarter.chome)}丁目${random.integer(1, 60)}番`
    : `北海道${cityName}${quarter.name}${random.integer(1, 480)}番地`;
}
