import { commandTable, REAL_OUTPUT } from '../local/command-table.ts';
import type { LinkWorld } from './command.ts';

const run = commandTable<LinkWorld>({
  script: 'link',
  title: 'データ連携',
  commands: {
    validate: {
      summary: '送る前の連携ファイルを検査する（動いている環境は要らない）',
      load: async () => (await import('./validate.ts')).validate,
    },
    gaiji: {
      summary: '外字フォントの比較、取り込み、確認、取り消し、字形のない人',
      load: async () => (await import('./gaiji.ts')).gaiji,
    },
    status: {
      summary: '連携の状況: 最新の番号、経過、抜け、失敗、停止している証明書とその理由',
      load: async () => (await import('./status.ts')).status,
    },
    reconcile: {
      summary: '全件ファイルと登録内容の突き合わせ（不足・余分・項目ごとの相違）と修復',
      load: async () => (await import('./reconcile.ts')).reconcile,
    },
    load: {
      summary: '初期データの読み込み: 1 つの市の全フィード。承認されるまで市は止まる',
      load: async () => (await import('./load.ts')).load,
    },
    approve: {
      summary: '初期データの読み込みの承認: 市を開く',
      load: async () => (await import('./approve.ts')).approve,
    },
    replay: {
      summary: '失敗を繰り返して DLQ に残ったメッセージを元の待ち行列に戻す',
      load: async () => (await import('./replay.ts')).replay,
    },
  },
  exits: '0 問題なし / 1 指摘あり / 2 書き方や入力の誤り',
});

/** `npm run -s link -- COMMAND …` */
export const main = (args: readonly string[], world: LinkWorld = REAL_OUTPUT): Promise<number> =>
  run(args, world);
