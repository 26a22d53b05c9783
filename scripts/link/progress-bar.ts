/** Shows how far something has come; `done` may be told as often as one likes. */
export type Progress = {
  readonly at: (label: string, done: number, total: number) => void;
  readonly clear: () => void;
};

const WIDTH = 30;
const EVERY_MS = 100;
const SILENT: Progress = { at: () => undefined, clear: () => undefined };

/** One line that is written over and over, with an estimate; on a terminal only. */
export function progressBar(
  write: (text: string) => void,
  isTerminal = process.stderr.isTTY === true,
  now: () => number = () => performance.now(),
): Progress {
  if (!isTerminal) return SILENT;
  let [label, startedAt, shownAt] = ['', 0, Number.NEGATIVE_INFINITY];
  return {
    at: (what, done, total) => {
      const time = now();
      if (what !== label) [label, startedAt, shownAt] = [what, time, Number.NEGATIVE_INFINITY];
      if (time - shownAt < EVERY_MS && done < total) return;
      shownAt = time;
      write(`\r\u001b[K${barLine(what, done, total, time - startedAt)}`);
    },
    clear: () => write('\r\u001b[K'),
  };
}

export function barLine(label: string, done: number, total: number, elapsedMs: number): string {
  const part = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(part * WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
  const left = part > 0 && part < 1 ? `  残り約 ${timeText((elapsedMs / part) * (1 - part))}` : '';
  return `${bar} ${String(Math.floor(part * 100)).padStart(3)}%  ${label}${left}`;
}

function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 60 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分`;
}
