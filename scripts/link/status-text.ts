import type { FeedView, LinkStatus, SeriesView } from '../../functions/linkage/contract.ts';
import { nameOfType } from '../../functions/shared/certificate-types.ts';
import { FEED_WORDS } from './feed-words.ts';
import { padded } from './text-width.ts';

const STATES: Readonly<Record<FeedView['state'], string>> = {
  fresh: '○ 最新',
  'never-loaded': '✗ 全件が未取込',
  stale: '✗ 古い',
  'failed-file': '✗ 失敗したファイル',
  'failed-files': '✗ 失敗したファイル',
  gap: '✗ 番号の抜け',
};

const CAUSES = {
  'by-hand': '手動',
  gate: '出力前の照合',
  freshness: '鮮度',
  'initial-load': '初期データ',
} as const;

const SWEEPS = { negative: '打消しの行', other: 'その他の行', absent: '載っていない人' } as const;

/** A city's link as an operator reads it in a terminal. */
export function statusText(status: LinkStatus, cityName: string): string {
  const { municipality, feeds, inWork, latches, families } = status;
  const closed = families.filter(({ isClosed }) => isClosed);
  const lines = [
    `■ ${cityName}（${municipality}）　${closed.length === 0 ? '○ すべて発行できます' : `✗ 停止 ${closed.length} 種別`}`,
    `  ${padded('フィード', 26)}${padded('状態', 20)}${padded('系列', 6)}${padded('番号', 12)}${padded('経過', 12)}${padded('遅れ', 12)}抜け・失敗`,
    ...feeds.flatMap(feedLines),
  ];
  if (inWork.length > 0) {
    lines.push('  取り込み中');
    for (const { feed, series, kind, epoch, fileNumber, read, rows, sweep, startedAt } of inWork)
      lines.push(
        `    ${FEED_WORDS[feed as FeedView['feed']] ?? feed} ${kind} ${seriesName(series)} ${epoch}-${fileNumber}　${read.toLocaleString('ja')}/${rows.toLocaleString('ja')} 行　${SWEEPS[sweep]}　${timeOf(startedAt)} から`,
      );
  }
  if (closed.length > 0) {
    lines.push('  止まっている証明書');
    for (const { family, reasons } of closed)
      lines.push(`    ${padded(nameOfType(family), 22)}${reasons.join('、')}`);
  }
  if (latches.length > 0) {
    lines.push('  記録されている停止');
    for (const { type, cause, part, closedAt } of latches)
      lines.push(
        `    ${timeOf(closedAt)} から　${type === 'all' ? '全て' : nameOfType(type)}　${CAUSES[cause]}${part === null ? '' : `　${part}`}`,
      );
  }
  return lines.join('\n');
}

function feedLines({ feed, state, series }: FeedView): string[] {
  const head = `  ${padded(`${FEED_WORDS[feed]} ${feed}`, 26)}${padded(STATES[state], 20)}`;
  if (series.length === 0) return [`${head}―`];
  return series.map((one, index) => `${index === 0 ? head : ' '.repeat(48)}${seriesLine(one)}`);
}

function seriesLine({ series, newest, gaps, failed }: SeriesView): string {
  const number = newest === null ? '―' : `${newest.epoch}-${newest.fileNumber}`;
  const age = newest === null ? '―' : spanOf(newest.ageSeconds);
  const lag = newest === null ? '―' : spanOf(newest.lagSeconds);
  const faults = [
    ...gaps.map(({ from, to }) => `抜け ${from === to ? from : `${from}〜${to}`}`),
    ...failed.map(({ epoch, fileNumber, rule }) => `失敗 ${epoch}-${fileNumber}（${rule}）`),
  ];
  const more = faults.length > 3 ? ` ほか ${faults.length - 3} 件` : '';
  const named = `${faults.slice(0, 3).join('、')}${more}`;
  return `${padded(seriesName(series), 6)}${padded(number, 12)}${padded(age, 12)}${padded(lag, 12)}${named}`.trimEnd();
}

const seriesName = (series: SeriesView['series']): string => (series === 'urgent' ? '急ぎ' : '通常');

/** `2026-11-23T09:15:00.000+09:00` → `11-23 09:15` */
const timeOf = (timestamp: string): string => `${timestamp.slice(5, 10)} ${timestamp.slice(11, 16)}`;

function spanOf(seconds: number): string {
  if (seconds < 60) return `${seconds} 秒`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} 時間 ${Math.floor((seconds % 3600) / 60)} 分`;
  return `${Math.floor(seconds / 86_400)} 日`;
}
