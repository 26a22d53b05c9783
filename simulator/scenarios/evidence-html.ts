import { type Evidence, saidOf } from './evidence.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const text = (value: string): string =>
  value.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

/** On few lines: a report has hundreds of them. */
const json = (value: unknown): string => text(saidOf(value).replaceAll('","', '", "'));

const record = (name: string, value: unknown): string =>
  `<details><summary>${name}</summary><pre>${json(value)}</pre></details>`;

/** One piece of evidence as an item of the scenario's list. */
export function evidenceHtml(one: Evidence): string {
  switch (one.kind) {
    case 'act':
      return `<li class="act">${text(one.what)}</li>`;
    case 'elsewhere':
      return `<li class="elsewhere">${text(one.what)}: この試験の外で確かめている（${text(one.where)}）</li>`;
    case 'judgement':
      return `<li class="claim ${one.holds ? 'passed' : 'failed'}"><b>${one.holds ? '○' : '×'}</b>${text(one.claim)}</li>`;
    case 'pictures':
      return `<li class="act">${text(one.what)}${picturesHtml(one.pictures, 'detail')}</li>`;
    case 'exchange':
      return `<li class="exchange">${text(one.what)}${record('要求', one.request)}${answerHtml(one.answer)}</li>`;
  }
}

function answerHtml(answer: Extract<Evidence, { kind: 'exchange' }>['answer']): string {
  switch (answer.kind) {
    case 'data':
      return record('応答', answer.data);
    case 'refused':
      return `<p class="answer">断り ${answer.status} ${text(answer.code)}「${text(answer.message)}」</p>`;
    case 'pdf':
      return `<p class="answer">PDF ${answer.pages} ページ、${answer.bytes.toLocaleString('ja-JP')} バイト、SHA-256 <code>${answer.sha256}</code></p>${picturesHtml(answer.pictures, 'page')}`;
  }
}

function picturesHtml(pictures: readonly Uint8Array[], kind: 'page' | 'detail'): string {
  if (pictures.length === 0) return '';
  const images = pictures.map(
    (png, index) =>
      `<img class="${kind}" alt="${index + 1} 枚目" src="data:image/png;base64,${Buffer.from(png).toString('base64')}">`,
  );
  return `<div class="pictures">${images.join('')}</div>`;
}
