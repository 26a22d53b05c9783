import type { Outcome, Played } from './evidence.ts';
import { evidenceHtml, text } from './evidence-html.ts';
import { STYLE } from './report-style.ts';
import { PARTS, type Part } from './scenario.ts';

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  passed: '合格',
  failed: '不合格',
  broken: '中断',
};

export type ReportHead = {
  /** `2026-11-25 18:40` in Japan. */
  readonly playedAt: string;
  /** Digest of the program that was tried. */
  readonly program: string;
  readonly stage: string;
};

const numberOf = ({ part, number }: Played): string => `${part}-${number}`;
const mark = (outcome: Outcome): string => `<span class="mark ${outcome}">${OUTCOMES[outcome]}</span>`;

/** 「12／12」: how many claims held of how many. */
function claimsOf({ evidence }: Played): string {
  const claims = evidence.flatMap((one) => (one.kind === 'judgement' ? [one.holds] : []));
  return `${claims.filter((holds) => holds).length}／${claims.length}`;
}

/** The report as one file that needs nothing else: for a screen, for A4, for the file of a city's 工程試験. */
export function reportHtml(head: ReportHead, played: readonly Played[]): string {
  return `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>シナリオ試験 結果報告書 ${text(head.playedAt)}</title>
<style>${STYLE}</style>
<h1>シナリオ試験 結果報告書</h1>
<p class="subject">証明書等自動交付システム（コンビニ交付）</p>
${headTable(head, played)}
<table class="sign"><tr><th>市</th><td></td><th>実施者</th><td></td><th>確認者</th><td></td><th>確認日</th><td></td></tr></table>
<h2>結果の一覧</h2>
${overview(played)}
${(Object.keys(PARTS) as Part[]).map((part) => partHtml(part, played)).join('\n')}
</html>
`;
}

function headTable(head: ReportHead, played: readonly Played[]): string {
  const count = (outcome: Outcome): number => played.filter((one) => one.outcome === outcome).length;
  const seconds = played.reduce((sum, one) => sum + one.seconds, 0);
  const total: Outcome = count('failed') > 0 ? 'failed' : count('broken') > 0 ? 'broken' : 'passed';
  return `<table class="head">
<tr><th>判定</th><td>${mark(total)} 合格 ${count('passed')}、不合格 ${count('failed')}、中断 ${count('broken')}（全 ${played.length} シナリオ）</td></tr>
<tr><th>実施日時</th><td>${text(head.playedAt)} から（所要 ${Math.ceil(seconds / 60)} 分）</td></tr>
<tr><th>対象のプログラム</th><td><code>${text(head.program)}</code></td></tr>
<tr><th>環境</th><td>${text(head.stage)}。利用者はすべて見本の人物で、実在の人の情報はない</td></tr>
</table>`;
}

function overview(played: readonly Played[]): string {
  const rows = played.map(
    (one) =>
      `<tr><td class="number">${numberOf(one)}</td><td><a href="#s${one.number}">${text(one.title)}</a></td><td class="source">${text(one.source)}</td><td class="number">${claimsOf(one)}</td><td>${mark(one.outcome)}</td></tr>`,
  );
  return `<table class="overview">
<thead><tr><th>番号</th><th>シナリオ</th><th>根拠</th><th>確認</th><th>判定</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p class="note">確認は「成り立った確認の数／すべての確認の数」。INV は、このシステムがつねに守る条件の番号（docs/invariants.md）。○ は成り立った確認、× は成り立たなかった確認。</p>`;
}

function partHtml(part: Part, played: readonly Played[]): string {
  const own = played.filter((one) => one.part === part);
  return own.length === 0
    ? ''
    : `<h2 class="part">${part}　${PARTS[part]}</h2>\n${own.map(sectionHtml).join('\n')}`;
}

function sectionHtml(one: Played): string {
  const broke = one.broke === undefined ? '' : `\n<p class="broke">中断した理由: ${text(one.broke)}</p>`;
  return `<section id="s${one.number}">
<header><h3><span class="number">${numberOf(one)}</span>${text(one.title)}</h3>${mark(one.outcome)}</header>
<p class="about">根拠: ${text(one.source)}　確認 ${claimsOf(one)}　所要 ${one.seconds.toFixed(1)} 秒</p>${broke}
<ol>
${one.evidence.map((each) => evidenceHtml(each)).join('\n')}
</ol>
</section>`;
}
