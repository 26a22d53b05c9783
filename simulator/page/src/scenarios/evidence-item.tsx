import type { EvidenceView } from '../../../kiosk/scenario-contract.ts';

export function EvidenceItem({ one }: { readonly one: EvidenceView }) {
  switch (one.kind) {
    case 'act':
      return <li>{one.what}</li>;
    case 'elsewhere':
      return (
        <li className="scenarios-elsewhere">
          {one.what}: この試験の外で確かめている（{one.where}）
        </li>
      );
    case 'judgement':
      return (
        <li className={one.holds ? 'scenarios-held' : 'scenarios-broken-claim'}>
          <b>{one.holds ? '○' : '×'}</b> {one.claim}
        </li>
      );
    case 'pictures':
      return (
        <li>
          {one.what}
          <Pictures pictures={one.pictures} kind="detail" />
        </li>
      );
    case 'exchange':
      return (
        <li>
          {one.what}
          <Said name="要求" text={one.request} />
          <Answer answer={one.answer} />
        </li>
      );
  }
}

function Answer({ answer }: { readonly answer: Extract<EvidenceView, { kind: 'exchange' }>['answer'] }) {
  switch (answer.kind) {
    case 'data':
      return <Said name="応答" text={answer.data} />;
    case 'refused':
      return (
        <p className="scenarios-answer">
          断り {answer.status} {answer.code}「{answer.message}」
        </p>
      );
    case 'pdf':
      return (
        <>
          <p className="scenarios-answer">
            PDF {answer.pages} ページ、{answer.bytes.toLocaleString('ja-JP')} バイト、SHA-256{' '}
            <code>{answer.sha256}</code>
          </p>
          <Pictures pictures={answer.pictures} kind="page" />
        </>
      );
  }
}

function Said({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <details>
      <summary>{name}</summary>
      <pre>{text}</pre>
    </details>
  );
}

type PicturesProps = { readonly pictures: readonly string[]; readonly kind: 'page' | 'detail' };

function Pictures({ pictures, kind }: PicturesProps) {
  if (pictures.length === 0) return null;
  return (
    <div className="scenarios-pictures">
      {pictures.map((picture, index) => (
        <img
          key={picture.slice(0, 200) + String(index)}
          className={`scenarios-${kind}`}
          alt={`${index + 1} 枚目`}
          src={`data:image/png;base64,${picture}`}
        />
      ))}
    </div>
  );
}
