import { z } from 'zod';
import { formatFileName, RowFeed } from '../../functions/linkage/index.ts';
import type { Difference, FeedCounts } from '../../functions/linkage/reconciliation/index.ts';
import { ROW_RULE_TEXTS, RowRule } from '../../functions/linkage/rules.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { Instant, jstTimestamp } from '../../functions/shared/time.ts';
import type { Delivered } from './deliver-file.ts';
import { FEED_WORDS } from './feed-words.ts';
import type { PlannedFile } from './load-plan.ts';
import { cityName, countsText } from './reconcile-text.ts';

const count = z.int().min(0);

const LoadedFile = z.object({
  name: z.string(),
  feed: z.string(),
  sha256: z.string(),
  rows: count,
  end: z.enum(['applied', 'taken', 'refused', 'stuck']),
  wasThere: z.boolean(),
  /** The rule by which it was refused. */
  rule: z.string().nullable(),
  applied: count,
  superseded: count,
  rejected: count,
});

/** Somebody who could not be loaded; ids, lines, headings and rules, never a value. */
const NotLoaded = z.object({
  feed: RowFeed,
  personId: z.string().nullable(),
  line: z.int().nullable(),
  problems: z.array(z.object({ column: z.string(), rule: z.string() })),
});

/** What a city is shown before it is opened; its digest is what the approval puts on record. */
export const LoadReport = z.object({
  kind: z.literal('initial-load'),
  version: z.literal(1),
  municipality: MunicipalityCode,
  /** When the city was closed for this load: the report of another one does not open it. */
  closedAt: Instant,
  finishedAt: Instant,
  files: z.array(LoadedFile),
  missingFeeds: z.array(z.string()),
  /** By feed; null where the comparison was not possible. */
  feeds: z
    .record(
      z.string(),
      z.custom<FeedCounts>((value) => typeof value === 'object'),
    )
    .nullable(),
  isEqual: z.boolean(),
  notLoaded: z.array(NotLoaded),
  notLoadedTotal: count,
  coverage: z.object({ persons: count, uncovered: count, keys: z.record(z.string(), count) }),
  /** Every difference, in a file of its own. */
  differences: z.object({ file: z.string(), sha256: z.string() }),
});
export type LoadReport = z.infer<typeof LoadReport>;

/** So many are named in the report itself; all of them are in the file of differences. */
export const NOT_LOADED_KEPT = 1_000;

export function loadedFile({ name, sha256, rows }: PlannedFile, end: Delivered): LoadReport['files'][number] {
  const counts = end.kind === 'applied' ? end.state.counts : { applied: 0, superseded: 0, rejected: 0 };
  const { applied, superseded, rejected } = counts;
  const wasThere = 'wasThere' in end && end.wasThere;
  const rule = end.kind === 'refused' ? end.rule : null;
  const { feed } = name;
  return {
    name: formatFileName(name),
    feed,
    sha256,
    rows,
    end: end.kind,
    wasThere,
    rule,
    applied,
    superseded,
    rejected,
  };
}

export function notLoaded({
  feed,
  personId,
  line,
  fields,
  rules = [],
}: Difference): LoadReport['notLoaded'][number] {
  const problems = fields.map(({ column }, index) => ({ column, rule: rules[index] ?? '' }));
  return { feed, personId: personId ?? null, line: line ?? null, problems };
}

/** Whether there is nothing that somebody would have to look at twice. */
export const isClean = (report: LoadReport): boolean =>
  report.isEqual &&
  report.notLoadedTotal === 0 &&
  report.missingFeeds.length === 0 &&
  report.coverage.uncovered === 0 &&
  report.files.every(({ end }) => end === 'applied' || end === 'taken');

const grouped = (value: number): string => value.toLocaleString('ja');
const ENDS = { applied: '反映', taken: '取り込み', refused: '受け付けない', stuck: '未完了' } as const;

/** For the city, in Markdown. @param digest SHA-256 of the same report as JSON */
export function loadReportText(report: LoadReport, digest: string): string {
  const { municipality, files, coverage, feeds, closedAt, finishedAt } = report;
  return [
    `# 初期データ読み込みの報告　${cityName(municipality)}`,
    '',
    `- 停止: ${jstTimestamp(closedAt)} から（承認されるまで、すべての証明書が止まっています）`,
    `- 終了: ${jstTimestamp(finishedAt)}`,
    `- 判定: ${isClean(report) ? '全件を読み込み、基幹システムの全件ファイルと一致しています。' : '確かめることがあります（下記）。'}`,
    `- この報告の識別: ${digest}`,
    '',
    '## 1. ファイル',
    '',
    '| ファイル | 行 | 結果 | 反映 | 反映済み | 受け付けない行 |',
    '|---|--:|---|--:|--:|--:|',
    ...files.map((file) => fileLine(file)),
    ...missingLines(report),
    '',
    '## 2. 全件ファイルとの突き合わせ（フィードごとの件数）',
    '',
    ...(feeds === null
      ? ['取り込まれた全件ファイルがないので、突き合わせていません。']
      : [
          '```',
          countsText({ feeds: new Map(RowFeed.options.flatMap((feed) => entryOf(feeds, feed))) }),
          '```',
        ]),
    '',
    `違いの一覧: ${report.differences.file}（SHA-256 ${report.differences.sha256}）`,
    '',
    '## 3. 読み込めなかった人と理由',
    '',
    ...notLoadedLines(report),
    '',
    '## 4. 字形のない人',
    '',
    `${grouped(coverage.persons)} 人のうち、字形がなく証明書を作れない人 ${grouped(coverage.uncovered)} 人`,
    ...Object.entries(coverage.keys)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([key, persons]) => `- ${key}: ${grouped(persons)} 人`),
    ...(coverage.uncovered === 0
      ? []
      : ['', `一覧: npm run -s link -- gaiji coverage --municipality ${municipality}`]),
    '',
    '## 5. 承認',
    '',
    'この内容でよければ、次を実行すると市が開きます。',
    '',
    '```',
    `npm run -s link -- approve --municipality ${municipality} --report initial-load-${municipality}.json --actor 職員の ID`,
    '```',
    '',
  ].join('\n');
}

function fileLine({
  name,
  rows,
  end,
  wasThere,
  rule,
  applied,
  superseded,
  rejected,
}: LoadReport['files'][number]) {
  const what = rule === null ? `${ENDS[end]}${wasThere ? '（前回までに）' : ''}` : `${ENDS[end]}（${rule}）`;
  return `| ${name} | ${grouped(rows)} | ${what} | ${grouped(applied)} | ${grouped(superseded)} | ${grouped(rejected)} |`;
}

const missingLines = ({ missingFeeds }: LoadReport): readonly string[] =>
  missingFeeds.length === 0
    ? []
    : [
        '',
        `全件ファイルのないフィード: ${missingFeeds.map((feed) => FEED_WORDS[feed as RowFeed | 'gaiji'] ?? feed).join('、')}（これによる証明書は承認の後も止まったままです）`,
      ];

const entryOf = (feeds: Readonly<Record<string, FeedCounts>>, feed: RowFeed): [RowFeed, FeedCounts][] => {
  const counts = feeds[feed];
  return counts === undefined ? [] : [[feed, counts]];
};

function notLoadedLines({ notLoaded, notLoadedTotal }: LoadReport): readonly string[] {
  if (notLoadedTotal === 0) return ['ありません。'];
  const rows = notLoaded.map(({ feed, personId, line, problems }) => {
    const why = problems.map(({ column, rule }) => {
      const known = RowRule.safeParse(rule).data;
      return `${column}: ${known === undefined ? rule : ROW_RULE_TEXTS[known]}`;
    });
    return `| ${FEED_WORDS[feed]} | ${personId ?? '（読めない）'} | ${line ?? ''} | ${why.join('<br>')} |`;
  });
  return [
    '| フィード | 宛名番号 | 行 | 理由 |',
    '|---|---|--:|---|',
    ...rows,
    ...(notLoadedTotal > rows.length
      ? ['', `ほか ${grouped(notLoadedTotal - rows.length)} 件は違いの一覧にあります。`]
      : []),
    '',
    '正しい行が届くまで、この人たちの証明書は発行されません。',
  ];
}
