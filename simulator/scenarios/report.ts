import type { Evidence, Outcome, Played } from './evidence.ts';
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

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value: string): string =>
  value.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
const json = (value: unknown): string => text(JSON.stringify(value, undefined, 1));

/** The report as one file that needs nothing else: for a screen, for A4, for the file of a city's 工程試験. */
export function reportHtml(head: ReportHead, played: readonly Played[]): string {
  const count = (outcome: Outcome): number => played.filter((one) => one.outcome === outcome).length;
  const rows = played
    .map(
      (one) =>
        `<tr><td>${one.part}-${one.number}</td><td><a href="#s${one.number}">${text(one.title)}</a></td><td>${text(one.source)}</td><td class="${one.outcome}">${OUTCOMES[one.outcome]}</td></tr>`,
    )
    .join('\n');
  const parts = (Object.keys(PARTS) as Part[]).flatMap((part) => {
    const own = played.filter((one) => one.part === part);
    return own.length === 0 ? [] : [`<h2>${part} ${PARTS[part]}</h2>`, ...own.map(sectionOf)];
  });
  return `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<title>シナリオ試験の結果</title>
<style>
:root { font: 14px/1.7 'Noto Sans JP', sans-serif; color: #1a1a1c; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #b4b4b4; padding: .3rem .6rem; text-align: left; vertical-align: top; }
.passed { color: #115a36; font-weight: bold; } .failed, .broken { color: #a80000; font-weight: bold; }
section { break-inside: avoid-page; border-top: 2px solid #1a1a1c; margin-top: 1.5rem; padding-top: .5rem; }
pre { white-space: pre-wrap; word-break: break-all; background: #f2f2f2; padding: .5rem; font-size: 11px; margin: .2rem 0; }
img { border: 1px solid #b4b4b4; margin: .2rem .4rem .2rem 0; }
ol { padding-left: 1.6rem; } li { margin: .5rem 0; }
@media print { body { margin: 0; max-width: none; } a { color: inherit; text-decoration: none; } }
</style>
<h1>シナリオ試験の結果</h1>
<table>
<tr><th>実施日時</th><td>${text(head.playedAt)}</td></tr>
<tr><th>対象のプログラム</th><td>${text(head.program)}</td></tr>
<tr><th>環境</th><td>${text(head.stage)}（利用者はすべて見本の人物）</td></tr>
<tr><th>結果</th><td>合格 ${count('passed')}、不合格 ${count('failed')}、中断 ${count('broken')}（全 ${played.length}）</td></tr>
</table>
<h2>一覧</h2>
<table><tr><th>番号</th><th>シナリオ</th><th>根拠</th><th>結果</th></tr>
${rows}
</table>
${parts.join('\n')}
</html>
`;
}

function sectionOf(one: Played): string {
  const broke = one.broke === undefined ? '' : `<p class="broken">中断した理由: ${text(one.broke)}</p>`;
  return `<section id="s${one.number}">
<h3>${one.part}-${one.number} ${text(one.title)} — <span class="${one.outcome}">${OUTCOMES[one.outcome]}</span></h3>
<p>根拠: ${text(one.source)}　所要 ${one.seconds.toFixed(1)} 秒</p>${broke}
<ol>
${one.evidence.map((each) => `<li>${evidenceOf(each)}</li>`).join('\n')}
</ol>
</section>`;
}

function evidenceOf(one: Evidence): string {
  switch (one.kind) {
    case 'act':
      return text(one.what);
    case 'elsewhere':
      return `${text(one.what)}<br>この試験の外で確かめている: ${text(one.where)}`;
    case 'judgement':
      return `<span class="${one.holds ? 'passed' : 'failed'}">${one.holds ? '○' : '×'}</span> ${text(one.claim)}`;
    case 'exchange':
      return `${text(one.what)}<details><summary>要求と応答</summary><pre>${json(one.request)}</pre></details>${answerOf(one.answer)}`;
  }
}

function answerOf(answer: Extract<Evidence, { kind: 'exchange' }>['answer']): string {
  switch (answer.kind) {
    case 'data':
      return `<details><summary>応答</summary><pre>${json(answer.data)}</pre></details>`;
    case 'refused':
      return `<br>断られた: ${answer.status} ${text(answer.code)}「${text(answer.message)}」`;
    case 'pdf': {
      const pictures = answer.pictures.map(
        (png, index) =>
          `<img alt="${index + 1} ページ" src="data:image/png;base64,${Buffer.from(png).toString('base64')}">`,
      );
      return `<br>PDF: ${answer.pages} ページ、${answer.bytes} バイト、SHA-256 <code>${answer.sha256}</code><br>${pictures.join('')}`;
    }
  }
}
