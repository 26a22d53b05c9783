import { addDays, isDay, today } from '../day.ts';
import { isState, STATE_NAMES, STATES, type State } from '../words.ts';

type Shown = { readonly day: string; readonly state: State | undefined };

type HistoryToolbarProps = Shown & {
  readonly onChange: (next: Shown) => void;
  readonly onReload: () => void;
};

/** Which day and which state the list shows. */
export function HistoryToolbar({ day, state, onChange, onReload }: HistoryToolbarProps) {
  const now = today();
  const show = (next: string) => onChange({ day: next, state });
  return (
    <search className="toolbar" aria-label="発行履歴の絞り込み">
      <div className="toolbar-group">
        <button type="button" className="button" onClick={() => show(addDays(day, -1))}>
          前日
        </button>
        <label className="toolbar-label" htmlFor="day">
          発行日
        </label>
        <input
          id="day"
          type="date"
          value={day}
          max={now}
          required
          onChange={(event) => isDay(event.currentTarget.value) && show(event.currentTarget.value)}
        />
        <button type="button" className="button" disabled={day >= now} onClick={() => show(addDays(day, 1))}>
          翌日
        </button>
        <button type="button" className="button" disabled={day === now} onClick={() => show(now)}>
          今日
        </button>
      </div>
      <div className="toolbar-group">
        <label className="toolbar-label" htmlFor="state">
          状態
        </label>
        <select
          id="state"
          value={state ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange({ day, state: isState(value) ? value : undefined })
          }
        >
          <option value="">すべて</option>
          {STATES.map((candidate) => (
            <option key={candidate} value={candidate}>
              {STATE_NAMES[candidate]}
            </option>
          ))}
        </select>
      </div>
      <button type="button" className="button" onClick={onReload}>
        最新の情報にする
      </button>
    </search>
  );
}
