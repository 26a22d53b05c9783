import { useCallback } from 'react';
import type { HistoryDetails } from '../../../functions/history/contract.ts';
import { readHistory } from '../api.ts';
import { FaultAlert } from '../components/fault-alert.tsx';
import { StateTag } from '../components/state-tag.tsx';
import { timeText } from '../day.ts';
import { type ListPlace, listHref } from '../place.ts';
import type { Session } from '../session.ts';
import { useCall } from '../use-call.ts';
import { STATE_NOTES, STEP_NAMES } from '../words.ts';
import { Application, Corrections, Drawing, Numbers } from './history-facts.tsx';

type HistoryDetailsProps = {
  readonly requestId: string;
  readonly list: ListPlace;
  readonly session: Session;
};

/** 発行履歴の詳細: one request and what became of it. */
export function HistoryDetailsPage({ requestId, list, session }: HistoryDetailsProps) {
  const read = useCallback((signal: AbortSignal) => readHistory(requestId, signal), [requestId]);
  const [loaded, reload] = useCall(read, session.noteAnswer);
  return (
    <>
      <p className="back">
        <a href={listHref(list)}>発行履歴の一覧へ</a>
      </p>
      <h1>発行履歴の詳細</h1>
      {loaded.kind === 'loading' && (
        <p className="count" role="status">
          読み込んでいます
        </p>
      )}
      {loaded.kind === 'fault' && <FaultAlert fault={loaded.fault} onRetry={reload} />}
      {loaded.kind === 'loaded' && <Details details={loaded.value} />}
    </>
  );
}

function Details({ details }: { readonly details: HistoryDetails }) {
  return (
    <>
      <div className="summary">
        <StateTag state={details.state} />
        <p className="summary-what">{details.typeName}</p>
        <p className="summary-when">{timeText(details.receivedAt)} 受付</p>
        <p className="minor">{STATE_NOTES[details.state]}</p>
      </div>
      {details.reasons.length > 0 && <Reasons details={details} />}
      <div className="columns">
        <div>
          <Application details={details} />
          {details.corrections.length > 0 && <Corrections details={details} />}
          {details.drawing !== null && <Drawing drawing={details.drawing} />}
          <Numbers details={details} />
        </div>
        <Timeline details={details} />
      </div>
    </>
  );
}

function Reasons({ details }: { readonly details: HistoryDetails }) {
  return (
    <section className="panel panel-warning" aria-labelledby="reasons">
      <h2 id="reasons">交付できなかった理由</h2>
      <ul className="reasons">
        {details.reasons.map((reason, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and a reason may stand in it twice
          <li key={index}>
            <p className="reason-text">
              <span className="code">{reason.code}</span> {reason.text}
            </p>
            {reason.detail !== undefined && <p className="minor">項目: {reason.detail}</p>}
            <p>{reason.advice}</p>
          </li>
        ))}
      </ul>
      {details.shownToCitizen !== null && (
        <p className="shown">
          <span className="minor shown-label">キオスク端末の画面に表示した文</span>
          {details.shownToCitizen}
        </p>
      )}
    </section>
  );
}

function Timeline({ details }: { readonly details: HistoryDetails }) {
  return (
    <section className="panel" aria-labelledby="timeline">
      <h2 id="timeline">経過</h2>
      <ol className="timeline">
        {details.timeline.map(({ state, at }) => (
          <li key={state} className={`timeline-${state}`}>
            <p className="timeline-state">{STEP_NAMES[state]}</p>
            <time dateTime={at}>{timeText(at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
