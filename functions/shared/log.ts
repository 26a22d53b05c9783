import { LOG_CATALOGUE, type LogCode } from './log-catalogue.ts';
import { type Clock, jstTimestamp } from './time.ts';

export { LOG_CATALOGUE, type LogCode } from './log-catalogue.ts';

export type LogValue = string | number | boolean;
type FieldsOf<C extends LogCode> = (typeof LOG_CATALOGUE)[C]['fields'][number];

/** Writes one catalogued line; only the fields that the catalogue names for this code fit. */
export type Log = <C extends LogCode>(
  code: C,
  fields: { readonly [F in FieldsOf<C>]?: LogValue | undefined },
) => void;

/**
 * One JSON object per line: `{at, code, level, event, …fields}`. `write` gets the line without its line end
 * (`console.log` in a program).
 */
export function createLog(write: (line: string) => void, clock: Clock): Log {
  return (code, fields) => {
    const { level, event, fields: allowed } = LOG_CATALOGUE[code];
    const given: Readonly<Record<string, LogValue | undefined>> = fields;
    // A second lock beside the type: what the catalogue does not name is not written.
    const kept = Object.fromEntries(allowed.map((name) => [name, given[name]]));
    write(JSON.stringify({ at: jstTimestamp(clock()), code, level, event, ...kept }));
  };
}

/** What a log may say of an unforeseen error: its class, never its text, which may quote data. */
export const defectOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
