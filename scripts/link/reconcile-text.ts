import {
  DIFFERENCE_KINDS,
  type Difference,
  type FeedCounts,
  type Reconciliation,
} from '../../functions/linkage/reconciliation/index.ts';
import { ROW_RULE_TEXTS, RowRule } from '../../functions/linkage/rules.ts';
import { MUNICIPALITIES } from '../../lib/config/municipalities.ts';
import { KIND_WORDS, REMEDY_WORDS } from './difference-words.ts';
import { FEED_WORDS } from './feed-words.ts';
import { padded } from './text-width.ts';

export const cityName = (code: string): string =>
  `${MUNICIPALITIES.find((city) => city.code === code)?.name ?? '団体'}（${code}）`;

const grouped = (count: number): string => count.toLocaleString('ja');

export function differenceText(difference: Difference, showsValues: boolean): string {
  const { feed, kind, personId, line, fields, rules, remedy, subject } = difference;
  const place = line === undefined ? '' : `　${grouped(line)} 行`;
  const columns = fields.map(({ column, extract, registry }, index) => {
    const rule = RowRule.safeParse(rules?.[index]).data;
    if (rule !== undefined) return `${column}［${ROW_RULE_TEXTS[rule].replace(/。$/, '')}］`;
    return showsValues ? `${column}（抽出 ${shown(extract)} / 登録 ${shown(registry)}）` : column;
  });
  const about = showsValues && subject !== undefined ? `　${subject}` : '';
  const named = columns.length === 0 ? '' : `　項目: ${columns.join('、')}`;
  const healing = remedy === undefined ? '' : `　→ ${REMEDY_WORDS[remedy]}`;
  return `  ${FEED_WORDS[feed]}　${personId ?? '（宛名番号を読めない行）'}${about}${place}　${KIND_WORDS[kind]}${named}${healing}`;
}

const shown = (value: unknown): string => (value === undefined ? '（なし）' : JSON.stringify(value));

/** The counts of every feed, those that are none left out. */
export function countsText({ feeds }: Pick<Reconciliation, 'feeds'>): string {
  return [...feeds].map(([feed, counts]) => feedText(FEED_WORDS[feed], counts)).join('\n');
}

function feedText(name: string, counts: FeedCounts): string {
  const { rows, same, later, ended, kinds, healable } = counts;
  const also = [
    ...(later === 0 ? [] : [`抽出より後の変更 ${grouped(later)}`]),
    ...(ended === 0 ? [] : [`終わったもので抽出にない ${grouped(ended)}`]),
  ];
  const found = DIFFERENCE_KINDS.filter((kind) => kinds[kind] > 0).map(
    (kind) => `    ${KIND_WORDS[kind]}: ${grouped(kinds[kind])}`,
  );
  const heals = healable === 0 ? [] : [`    このうち抽出の行で直るもの: ${grouped(healable)}`];
  const line = `  ${padded(name, 16)}抽出 ${grouped(rows)} 行、一致 ${grouped(same)}${also.map((text) => `、${text}`).join('')}`;
  return [line, ...found, ...heals].join('\n');
}
