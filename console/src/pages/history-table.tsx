import type { MouseEvent } from 'react';
import type { HistoryRow } from '../../../functions/history/contract.ts';
import { scopeName } from '../../../functions/issuance/index.ts';
import { taxYearName } from '../../../functions/shared/tax-year.ts';
import { StateTag } from '../components/state-tag.tsx';
import { clockText } from '../day.ts';
import { detailsHref, type ListPlace } from '../place.ts';
import { goTo } from '../use-place.ts';
import { nameOf, yen } from '../words.ts';

type HistoryTableProps = { readonly rows: readonly HistoryRow[]; readonly list: ListPlace };

export function HistoryTable({ rows, list }: HistoryTableProps) {
  return (
    <div className="table-place">
      <table className="table">
        <caption className="unseen">発行履歴。受付時刻から詳細を開けます。</caption>
        <thead>
          <tr>
            <th scope="col">受付時刻</th>
            <th scope="col">状態</th>
            <th scope="col">証明書</th>
            <th scope="col">範囲</th>
            <th scope="col">申請者</th>
            <th scope="col">証明対象者</th>
            <th scope="col" className="number">
              手数料
            </th>
            <th scope="col">店舗</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.requestId} row={row} href={detailsHref(row.requestId, list)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row, href }: { readonly row: HistoryRow; readonly href: string }) {
  // The whole line is a target for the mouse; the keyboard has the link in its first cell.
  const open = (event: MouseEvent) => {
    const selecting = window.getSelection()?.isCollapsed === false;
    if (!selecting && !(event.target instanceof HTMLAnchorElement)) goTo(href);
  };
  return (
    <tr className="line" onClick={open}>
      <th scope="row">
        <a href={href} aria-label={`${clockText(row.receivedAt)} の詳細`}>
          {clockText(row.receivedAt)}
        </a>
      </th>
      <td>
        <StateTag state={row.state} />
      </td>
      <td className="whole">
        {row.typeName}
        {row.taxYear === undefined ? null : <span className="minor"> {taxYearName(row.taxYear)}</span>}
      </td>
      <td className="whole minor">{row.scope === undefined ? '―' : scopeName(row.scope, row.family)}</td>
      <td>{row.applicant === null ? <span className="minor">不明</span> : nameOf(row.applicant)}</td>
      <td>
        <Subjects subjects={row.subjects} />
      </td>
      <td className="number">{yen(row.feeJpy * row.copies)}</td>
      <td>{row.store.name}</td>
    </tr>
  );
}

/** Two names say enough in a line; all of them stand in the details. */
function Subjects({ subjects }: { readonly subjects: HistoryRow['subjects'] }) {
  if (subjects.length === 0) return <span className="minor">―</span>;
  const shown = subjects.slice(0, 2).map(nameOf).join('、');
  const others = subjects.length - 2;
  return (
    <>
      {shown}
      {others > 0 && <span className="minor whole">　ほか {others} 人</span>}
    </>
  );
}
