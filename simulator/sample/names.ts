import type { LocalDate } from '../../functions/shared/time.ts';
import type { Random } from './random.ts';

/** One part of a name with its reading in katakana. */
export type Name = { readonly text: string; readonly kana: string };

export type Sex = '男' | '女';

/** Names are combined from these lists; a combination that some real person bears is chance. */
function parse(list: string): readonly Name[] {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [text = '', kana = ''] = entry.split('/');
      return { text, kana };
    });
}

const FAMILY_NAMES = parse(`
佐藤/サトウ 鈴木/スズキ 高橋/タカハシ 田中/タナカ 伊藤/イトウ 渡辺/ワタナベ 山本/ヤマモト 中村/ナカムラ
小林/コバヤシ 加藤/カトウ 吉田/ヨシダ 山田/ヤマダ 佐々木/ササキ 山口/ヤマグチ 松本/マツモト 井上/イノウエ
木村/キムラ 林/ハヤシ 斎藤/サイトウ 清水/シミズ 山崎/ヤマザキ 阿部/アベ 森/モリ 池田/イケダ 橋本/ハシモト
石川/イシカワ 山下/ヤマシタ 小川/オガワ 石井/イシイ 長谷川/ハセガワ 後藤/ゴトウ 岡田/オカダ 近藤/コンドウ
前田/マエダ 藤田/フジタ 遠藤/エンドウ 青木/アオキ 坂本/サカモト 村上/ムラカミ 太田/オオタ 金子/カネコ
藤井/フジイ 福田/フクダ 西村/ニシムラ 三浦/ミウラ 竹内/タケウチ 中川/ナカガワ 岡本/オカモト 松田/マツダ
原田/ハラダ 中野/ナカノ 小野/オノ 田村/タムラ 工藤/クドウ 千葉/チバ 菅原/スガワラ 本間/ホンマ 成田/ナリタ
久保/クボ 菊地/キクチ 高田/タカダ 大塚/オオツカ 平野/ヒラノ 桜井/サクライ 丸山/マルヤマ 今井/イマイ
武田/タケダ 上田/ウエダ 杉山/スギヤマ 千田/チダ 大西/オオニシ 新井/アライ 平田/ヒラタ 横山/ヨコヤマ
宮崎/ミヤザキ 宮本/ミヤモト 内田/ウチダ 高木/タカギ 安藤/アンドウ 谷口/タニグチ 大野/オオノ 今野/コンノ
髙橋/タカハシ 山﨑/ヤマザキ 濱田/ハマダ 廣瀬/ヒロセ 澤田/サワダ 齊藤/サイトウ 渡邊/ワタナベ 桑原/クワバラ
対馬/ツシマ 鎌田/カマタ 蝦名/エビナ 蛯澤/エビサワ 川村/カワムラ 及川/オイカワ 目黒/メグロ 白鳥/シラトリ
`);

const GIVEN_NAMES: Readonly<
  Record<Sex, readonly { readonly before: number; readonly names: readonly Name[] }[]>
> = {
  男: [
    {
      before: 1950,
      names:
        parse(`勇/イサム 清/キヨシ 正/タダシ 茂/シゲル 実/ミノル 弘/ヒロシ 進/ススム 勝/マサル 正雄/マサオ
          義雄/ヨシオ 幸雄/ユキオ 昭/アキラ 三郎/サブロウ 昭二/ショウジ 武/タケシ 久/ヒサシ 定吉/サダキチ`),
    },
    {
      before: 1980,
      names:
        parse(`誠/マコト 隆/タカシ 和彦/カズヒコ 博/ヒロシ 修/オサム 浩二/コウジ 健一/ケンイチ 哲也/テツヤ
          直樹/ナオキ 英樹/ヒデキ 学/マナブ 剛/ツヨシ 秀明/ヒデアキ 雅人/マサト 康弘/ヤスヒロ 聡/サトシ`),
    },
    {
      before: 2005,
      names: parse(`大輔/ダイスケ 拓也/タクヤ 翔太/ショウタ 健太/ケンタ 亮/リョウ 和也/カズヤ 達也/タツヤ
          大樹/ダイキ 翼/ツバサ 駿/シュン 一樹/カズキ 拓海/タクミ 海斗/カイト 祐介/ユウスケ 涼/リョウ`),
    },
    {
      before: 9999,
      names:
        parse(`蓮/レン 湊/ミナト 陽翔/ハルト 悠真/ユウマ 樹/イツキ 大翔/ヒロト 律/リツ 朝陽/アサヒ 蒼/アオイ
          颯太/ソウタ 奏/カナデ 新/アラタ 凪/ナギ 暖/ダン 岳/ガク`),
    },
  ],
  女: [
    {
      before: 1950,
      names:
        parse(`キヨ/キヨ ハル/ハル 和子/カズコ 幸子/サチコ 節子/セツコ 久子/ヒサコ 洋子/ヨウコ 信子/ノブコ
          トシ/トシ ミツ/ミツ 文子/フミコ 静子/シズコ 美代子/ミヨコ 千代/チヨ 勝子/カツコ 道子/ミチコ`),
    },
    {
      before: 1980,
      names: parse(`恵子/ケイコ 由美子/ユミコ 真由美/マユミ 智子/トモコ 久美子/クミコ 陽子/ヨウコ 直美/ナオミ
          裕子/ユウコ 美穂/ミホ 明美/アケミ 順子/ジュンコ 千春/チハル 香織/カオリ めぐみ/メグミ 理恵/リエ`),
    },
    {
      before: 2005,
      names:
        parse(`愛/アイ 美咲/ミサキ 彩/アヤ 麻衣/マイ 千尋/チヒロ 優花/ユウカ 遥/ハルカ 萌/モエ 菜摘/ナツミ
          琴音/コトネ 綾乃/アヤノ 由佳/ユカ 沙織/サオリ 瞳/ヒトミ さくら/サクラ`),
    },
    {
      before: 9999,
      names: parse(`陽葵/ヒマリ 凛/リン 結菜/ユイナ 芽依/メイ 紬/ツムギ 葵/アオイ 莉子/リコ 澪/ミオ 詩/ウタ
          杏/アン ひなた/ヒナタ 楓/カエデ 栞/シオリ 咲良/サクラ 心春/コハル`),
    },
  ],
};

export function ordinaryFamilyName(random: Random): Name {
  return random.pick(FAMILY_NAMES);
}

/** A given name as parents of that time chose it. */
export function ordinaryGivenName(random: Random, sex: Sex, birth: LocalDate): Name {
  const year = Number(birth.slice(0, 4));
  const period = GIVEN_NAMES[sex].find(({ before }) => year < before);
  return random.pick(period?.names ?? []);
}

/** 氏 and 名 with the full-width space that registers put between them. */
export function fullName(family: Name, given: Name): Name {
  return { text: `${family.text}　${given.text}`, kana: `${family.kana}　${given.kana}` };
}
