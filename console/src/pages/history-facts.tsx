import type { ReactNode } from 'react';
import type { HistoryDetails } from '../../../functions/history/contract.ts';
import { OPTION_NAMES, scopeName } from '../../../functions/issuance/index.ts';
import { taxYearName } from '../../../functions/shared/tax-year.ts';
import { timeText } from '../day.ts';
import { nameOf, STATE_NAMES, yen } from '../words.ts';

/** What was asked for, by whom, of whom and where (仕様書 3(3)イ). */
export function Application({ details }: { readonly details: HistoryDetails }) {
  const { applicant, subjects, options, copies, feeJpy, store, terminal } = details;
  return (
    <Facts id="application" title="申請の内容">
      <Fact name="証明書">{details.typeName}</Fact>
      {details.taxYear === undefined ? null : <Fact name="年度">{taxYearName(details.taxYear)}</Fact>}
      <Fact name="証明の範囲">
        {details.scope === undefined ? '―' : scopeName(details.scope, details.family)}
      </Fact>
      <Fact name="記載を求めた事項">
        {options.length === 0 ? 'なし' : options.map((option) => OPTION_NAMES[option]).join('、')}
      </Fact>
      <Fact name="申請者">{applicant === null ? '不明' : nameOf(applicant)}</Fact>
      <Fact name="証明対象者">
        {subjects.length === 0 ? (
          '―'
        ) : (
          <ol className="names">
            {subjects.map((subject) => (
              <li key={subject.personId}>{nameOf(subject)}</li>
            ))}
          </ol>
        )}
      </Fact>
      <Fact name="手数料">
        {yen(feeJpy * copies)}
        <span className="minor">
          {' '}
          （1 部 {yen(feeJpy)} × {copies} 部）
        </span>
      </Fact>
      <Fact name="店舗">
        {store.name} <span className="minor">店舗コード {store.code}</span>
      </Fact>
      <Fact name="キオスク端末">{terminal}</Fact>
    </Facts>
  );
}

/** 修正: what 不整合リスト have said since, beside what was recorded (仕様書 3(3)キ). */
export function Corrections({ details }: { readonly details: HistoryDetails }) {
  const { original, corrections, origin } = details;
  return (
    <Facts id="corrections" title="不整合リストによる修正">
      <Fact name="元の記録">
        {origin === 'bos'
          ? 'なし（不整合リストから追加）'
          : `${STATE_NAMES[original.state]}、1 部 ${yen(original.feeJpy)} × ${original.copies} 部`}
      </Fact>
      {corrections.map(({ at, outcome, fileSha256, line, proposedBy, committedBy }) => (
        <Fact key={`${at}/${fileSha256}/${line}`} name={timeText(at)}>
          {STATE_NAMES[outcome]}
          <span className="minor">
            {' '}
            提案 {proposedBy}、反映 {committedBy}、リスト{' '}
            <span className="code">{fileSha256.slice(0, 16)}</span> の {line} 行目
          </span>
        </Fact>
      ))}
    </Facts>
  );
}

export function Drawing({ drawing }: { readonly drawing: NonNullable<HistoryDetails['drawing']> }) {
  return (
    <Facts id="drawing" title="作成した証明書">
      <Fact name="ページ数">{drawing.pages} ページ</Fact>
      <Fact name="PDF の大きさ">{drawing.bytes.toLocaleString('ja-JP')} バイト</Fact>
      <Fact name="PDF の SHA-256">
        <span className="code">{drawing.pdfSha256}</span>
      </Fact>
      {drawing.templateDigest === undefined ? null : (
        <Fact name="様式の SHA-256">
          <span className="code">{drawing.templateDigest}</span>
        </Fact>
      )}
      {drawing.knownBy === undefined ? null : (
        <Fact name="作成したところ">戸籍システム（{KNOWN_BY[drawing.knownBy]}で照合）</Fact>
      )}
    </Facts>
  );
}

const KNOWN_BY = {
  echo: '要求番号・個人の番号・ハッシュ値',
  text: '証明書の本籍と氏名',
  'echo-and-text': '要求番号・個人の番号・ハッシュ値と、証明書の本籍・氏名',
} as const;

export function Numbers({ details }: { readonly details: HistoryDetails }) {
  return (
    <Facts id="numbers" title="番号">
      <Fact name="要求番号">
        <span className="code">{details.requestId}</span>
      </Fact>
      <Fact name="発行番号">
        <span className="code">{details.issuanceId}</span>
      </Fact>
    </Facts>
  );
}

function Facts(props: { readonly id: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel" aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      <dl className="facts">{props.children}</dl>
    </section>
  );
}

function Fact(props: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
