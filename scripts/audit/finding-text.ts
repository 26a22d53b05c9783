import type { Finding, Verified } from '../../functions/audit/index.ts';

const WORDS = {
  'event-changed': '内容が封印のときと違います（改変）',
  'event-deleted': '封印された記録がありません（削除）',
  'event-unsealed': '封印されていません（後から書き加えられたか、封印が止まっています。挿入の疑い）',
  'event-strange': '記録の形でないか、その場所にあるはずのない記録です（入れ替え・挿入）',
  'event-twice': '二つの封印に載っています（封印の書き換え）',
  'block-changed': '内容がハッシュと合いません（封印の改変）',
  'block-missing': '控えがあるのに封印がありません（封印の削除・切り落とし）',
  'chain-broken': '前の封印のハッシュと合いません（連なりの断絶）',
  'anchor-missing': '控えがありません（封印が控えを置けずに止まったか、控えのない封印が差し込まれています）',
  'anchor-differs': '控えのハッシュと合いません（封印の書き換え）',
} as const satisfies Record<Exclude<Finding['kind'], 'block-gap' | 'block-strange'>, string>;

/** What was found, and where; an event by its id, a block by its number. */
export function findingText(finding: Finding): string {
  const { day } = finding;
  switch (finding.kind) {
    case 'block-gap':
      return `${day} 封印 ${finding.block}: 番号が続いていません（次は ${finding.expected} のはずです）`;
    case 'block-strange':
      return `${day} 封印の場所 ${finding.place}: 封印の形でないものがあります（封印の改変）`;
    case 'event-changed':
    case 'event-deleted':
    case 'event-unsealed':
    case 'event-strange':
    case 'event-twice':
      return `${day} 記録 ${finding.event}: ${WORDS[finding.kind]}`;
    default:
      return `${day} 封印 ${finding.block}: ${WORDS[finding.kind]}`;
  }
}

export function verifiedText(name: string, verified: Verified, findings: number): string {
  const { from, to, blocks, events, waiting, late } = verified;
  const notes = [
    ...(waiting === 0 ? [] : [`新しいため封印待ち ${waiting} 件`]),
    ...(late === 0 ? [] : [`書き込みが遅れ、次の封印に入ったもの ${late} 件`]),
  ];
  const more = notes.length === 0 ? '' : `（${notes.join('、')}）`;
  const end = findings === 0 ? '指摘はありません' : `指摘 ${findings} 件`;
  return `${findings === 0 ? '✓' : '✗'} ${name} ${from}〜${to}: 封印 ${blocks} 個、記録 ${events} 件を確かめました${more}。${end}。`;
}
