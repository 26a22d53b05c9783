import type {
  FileDifference,
  NotRedrawn,
  ProofView,
  Redrawing,
  Verdict,
} from '../../functions/issuance/proof-contract.ts';

const REASONS: Readonly<Record<NotRedrawn, string>> = {
  'not-answered': 'この要求では証明書を返していません。',
  koseki:
    '戸籍システムから受け取って、そのまま返した証明書です。作り直すことはできません。PDF があればハッシュで比べられます（--file）。',
  'individual-number':
    '個人番号を記載した証明書です。内容を残していないため、作り直すことはできません。PDF があればハッシュで比べられます（--file）。',
  expired:
    '内容を残す期間を過ぎたため、作り直すことはできません。PDF があればハッシュで比べられます（--file）。',
  'material-missing':
    '記録が名を挙げる様式・公印・字形・印影のどれかが保管場所にないため、作り直すことはできません。PDF があればハッシュで比べられます（--file）。',
};

const DIFFERENCES: Readonly<Record<FileDifference, string>> = {
  'not-ours': 'この仕組みの作る PDF の形ではありません（別の PDF か、書き換えられています）',
  'other-request': '別の要求の証明書です（要求を示すタグが違います）',
  pages: '頁数が違います',
  length: '長さ（バイト数）が違います',
  bytes: '頁数と長さは同じですが、内容のバイトが違います（書き換えられています）',
};

const VERDICTS: Readonly<Record<Verdict, string>> = {
  equal: '✓ 一致します。記録された証明書と 1 バイトまで同じです。',
  'same-materials':
    '✓ 内容・様式・公印・字形が記録と一致します。作成したプログラムの版が違うため、バイト単位の一致は期待できません。',
  different: '✗ 一致しません。',
  'cannot-tell': '✗ 比べられるものがありません。',
};

const NONE = '記録なし';

/** For the city's file: ids and digests; nothing that the certificate says of anybody. */
export function proofText(proof: ProofView): string {
  const { recorded, file } = proof;
  const lines = [
    `要求番号     ${proof.requestId}`,
    `発行番号     ${proof.issuanceId}`,
    `種別         ${proof.typeName}`,
    `受付         ${proof.receivedAt}`,
    `応答         ${proof.respondedAt ?? NONE}`,
    ...(recorded === null
      ? []
      : [
          `PDF          ${recorded.pdfSha256}（${recorded.pages} 頁、${recorded.bytes} バイト）`,
          `プログラム   ${recorded.program}`,
          `元データの版 ${recorded.dataDigest ?? NONE}`,
          `内容         ${recorded.modelDigest ?? NONE}`,
          `様式         ${recorded.templateDigest ?? NONE}`,
          `公印         ${recorded.sealDigest ?? NONE}`,
          `字形         ${recorded.fontIds.length === 0 ? NONE : recorded.fontIds.join(' ')}`,
        ]),
    '',
    ...redrawingLines(proof.redrawing),
    ...(file === null ? [] : ['', ...fileLines(file)]),
    '',
    VERDICTS[proof.verdict],
  ];
  return lines.join('\n');
}

function redrawingLines(redrawing: Redrawing): readonly string[] {
  if (redrawing.kind === 'none') return [`作り直し: ${REASONS[redrawing.reason]}`];
  const { sameProgram, pdfSha256, equalBytes, same } = redrawing;
  const word = (is: boolean): string => (is ? '一致' : '相違');
  return [
    `作り直し: ${sameProgram ? '作成したときと同じプログラム' : `別の版のプログラム（${redrawing.program}）`}`,
    `  PDF ${pdfSha256 === null ? '作り直せませんでした' : word(equalBytes)} / 内容 ${word(same.model)} / 様式 ${word(same.template)} / 公印 ${word(same.seal)} / 字形 ${word(same.fonts)}`,
  ];
}

const fileLines = ({ equal, differences }: NonNullable<ProofView['file']>): readonly string[] =>
  equal
    ? ['手元の PDF: この要求に返した証明書です。']
    : [
        '手元の PDF: この要求に返した証明書ではありません。',
        ...differences.map((one) => `  ${DIFFERENCES[one]}`),
      ];
