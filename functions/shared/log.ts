import { LOG_CATALOGUE, type LogEntry } from './log-catalogue.ts';
import { METRICS_NAMESPACE } from './metrics.ts';
import { type Clock, type Instant, jstTimestamp } from './time.ts';

export { LOG_CATALOGUE, type LogCode } from './log-catalogue.ts';

export type LogValue = string | number | boolean;
type Catalogue = Readonly<Record<string, LogEntry>>;

/** Writes one line of a catalogue; only the fields that the catalogue names for its code fit. */
export type CataloguedLog<K extends Catalogue> = <C extends keyof K>(
  code: C,
  fields: { readonly [F in K[C]['fields'][number]]?: LogValue | undefined },
) => void;

/** The log of everything that runs as a function. */
export type Log = CataloguedLog<typeof LOG_CATALOGUE>;

export const createLog = (write: (line: string) => void, clock: Clock): Log =>
  cataloguedLog(LOG_CATALOGUE, write, clock);

/**
 * One JSON object per line: `{at, code, level, event, …fields}`. `write` gets the line without its line end
 * (`console.log` in a program).
 */
export function cataloguedLog<const K extends Catalogue>(
  catalogue: K,
  write: (line: string) => void,
  clock: Clock,
): CataloguedLog<K> {
  return (code, fields) => {
    const { level, event, fields: allowed, metrics } = catalogue[code] as LogEntry;
    const given: Readonly<Record<string, LogValue | undefined>> = fields;
    // A second lock beside the type: what the catalogue does not name is not written.
    const kept = Object.fromEntries(allowed.map((name) => [name, given[name]]));
    const now = clock();
    const counted = metrics === undefined ? {} : { _aws: embedded(metrics, now) };
    write(JSON.stringify({ at: jstTimestamp(now), code, level, event, ...kept, ...counted }));
  };
}

/** What makes CloudWatch take a line's fields for metrics (embedded metric format). */
const embedded = ({ by, units }: NonNullable<LogEntry['metrics']>, now: Instant) => ({
  Timestamp: now,
  CloudWatchMetrics: [
    {
      Namespace: METRICS_NAMESPACE,
      Dimensions: by,
      Metrics: Object.entries(units).map(([Name, Unit]) => ({ Name, Unit })),
    },
  ],
});

/** What a log may say of an unforeseen error: its class, never its text, which may quote data. */
export const defectOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
