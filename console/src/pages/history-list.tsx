import { useCallback, useEffect, useState } from 'react';
import type { HistoryPage } from '../../../functions/history/contract.ts';
import { type ApiFault, listHistory } from '../api.ts';
import { FaultAlert } from '../components/fault-alert.tsx';
import { dayText, isDay, today } from '../day.ts';
import { type ListPlace, listHref } from '../place.ts';
import type { Session } from '../session.ts';
import { useCall } from '../use-call.ts';
import { goTo } from '../use-place.ts';
import { isState, STATE_NAMES, type State } from '../words.ts';
import { HistoryTable } from './history-table.tsx';
import { HistoryToolbar } from './history-toolbar.tsx';

type HistoryListProps = { readonly list: ListPlace; readonly session: Session };

/** 発行履歴 of one day. */
export function HistoryListPage({ list, session }: HistoryListProps) {
  const day = isDay(list.day) ? list.day : today();
  const state = isState(list.state) ? list.state : undefined;
  const [round, setRound] = useState(0);
  const show = (next: { readonly day: string; readonly state: State | undefined }) => goTo(listHref(next));
  return (
    <>
      <h1>発行履歴</h1>
      <HistoryToolbar
        day={day}
        state={state}
        onChange={show}
        onReload={() => setRound((before) => before + 1)}
      />
      <HistoryRows key={`${day} ${state} ${round}`} day={day} state={state} session={session} />
    </>
  );
}

type HistoryRowsProps = {
  readonly day: string;
  readonly state: State | undefined;
  readonly session: Session;
};

type Further = { readonly kind: 'idle' | 'loading' } | { readonly kind: 'fault'; readonly fault: ApiFault };

function HistoryRows({ day, state, session }: HistoryRowsProps) {
  const { noteAnswer } = session;
  const read = useCallback(
    (signal: AbortSignal) => listHistory({ day, state, cursor: undefined }, signal),
    [day, state],
  );
  const [first, reload] = useCall(read, noteAnswer);
  const [pages, setPages] = useState<readonly HistoryPage[]>([]);
  const [further, setFurther] = useState<Further>({ kind: 'idle' });
  useEffect(() => {
    if (first.kind === 'loaded') setPages([first.value]);
  }, [first]);

  const rows = pages.flatMap((page) => page.rows);
  const cursor = pages.at(-1)?.cursor ?? null;

  const readFurther = async (from: string) => {
    setFurther({ kind: 'loading' });
    const result = await listHistory({ day, state, cursor: from }, new AbortController().signal);
    noteAnswer(result);
    if (result.ok) setPages((before) => [...before, result.value]);
    setFurther(result.ok ? { kind: 'idle' } : { kind: 'fault', fault: result.fault });
  };

  if (first.kind === 'fault') return <FaultAlert fault={first.fault} onRetry={reload} />;
  return (
    <>
      <p className="count" role="status">
        {first.kind === 'loading' ? '読み込んでいます' : countText(rows.length, cursor !== null, day, state)}
      </p>
      {rows.length > 0 && <HistoryTable rows={rows} list={{ day, state }} />}
      {further.kind === 'fault' && <FaultAlert fault={further.fault} />}
      {cursor !== null && (
        <button
          type="button"
          className="button"
          disabled={further.kind === 'loading'}
          onClick={() => void readFurther(cursor)}
        >
          さらに表示
        </button>
      )}
    </>
  );
}

function countText(count: number, more: boolean, day: string, state: State | undefined): string {
  const what = state === undefined ? '' : `状態が「${STATE_NAMES[state]}」の`;
  if (count === 0 && more) return `${dayText(day)}の続きに、${what}発行履歴があるかもしれません。`;
  if (count === 0) return `${dayText(day)}の${what}発行履歴はありません。`;
  return `${dayText(day)}　${what}${count.toLocaleString('ja-JP')} 件${more ? 'を表示（続きがあります）' : ''}`;
}
