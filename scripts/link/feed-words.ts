import type { Feed } from '../../functions/linkage/index.ts';

/** Feeds in the words of whoever reads a report. */
export const FEED_WORDS: Readonly<Record<Feed, string>> = {
  resident: '住民票',
  seal: '印鑑登録',
  tax: '税',
  serial: 'シリアル番号',
  restriction: '発行制限',
  'koseki-index': '戸籍の索引',
  'domicile-registration': '本籍地利用登録',
  gaiji: '外字',
};
