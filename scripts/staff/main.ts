import { commandTable } from '../local/command-table.ts';
import type { StaffWorld } from './command.ts';
import { REAL_WORLD } from './sign-in.ts';

/** Each does through the staff API what a page of the console will do. */
const run = commandTable<StaffWorld>({
  script: 'staff',
  title: '職員の操作（管理画面と同じ API を使う）',
  commands: {
    whoami: {
      summary: 'サインインできるか、何をする権限があるか',
      load: async () => (await import('./whoami.ts')).whoami,
    },
    cases: {
      summary: '調査事案: 結果不明、センターのエラー、照合の不一致などを調べて閉じる',
      load: async () => (await import('./cases.ts')).cases,
    },
    discrepancy: {
      summary: '不整合リスト CSV の事前確認、提案、反映',
      load: async () => (await import('./discrepancy.ts')).discrepancy,
    },
    close: {
      summary: '交付をただちに止める（種別・市・すべての市）',
      load: async () => (await import('./closure-commands.ts')).close,
    },
    reopen: {
      summary: '止めたものの再開を申し出る・承認する（二人で）',
      load: async () => (await import('./closure-commands.ts')).reopen,
    },
    closures: {
      summary: 'いまの停止の一覧',
      load: async () => (await import('./closure-commands.ts')).closures,
    },
    eligibility: {
      summary: '発行要否の設定を示す・設定する・解除する',
      load: async () => (await import('./decision-commands.ts')).eligibility,
    },
    'age-exemption': {
      summary: '発行可能年齢未満の個別の許可を示す・与える・取り消す',
      load: async () => (await import('./decision-commands.ts')).ageExemption,
    },
    changes: {
      summary: '変更予約: 手数料、首長名と公印、様式、取扱時間、休止日など',
      load: async () => (await import('./changes.ts')).changes,
    },
  },
  exits: '0 済んだ / 1 断られた / 2 書き方や入力の誤り',
});

/** `npm run -s staff -- COMMAND …` */
export const main = (args: readonly string[], world: StaffWorld = REAL_WORLD): Promise<number> =>
  run(args, world);
