/**
 * Every line that may be logged: its code, its level, what it means, and the only fields it may carry. A field is a
 * count, a code or an id that says nothing of a person; a person's number, name, address, date or serial is never
 * a field, nor is an error's own text.
 */
export type LogEntry = {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: readonly string[];
  /** Which of the fields CloudWatch counts as metrics, for each of these groups of fields (embedded metric format). */
  readonly metrics?: {
    readonly by: readonly (readonly string[])[];
    readonly units: Readonly<Record<string, 'Count' | 'Milliseconds'>>;
  };
};

const catalogue = <const C extends Readonly<Record<string, LogEntry>>>(entries: C): C => entries;

const FILE = ['municipality', 'feed', 'kind', 'epoch', 'fileNumber'] as const;
const COUNTS = ['read', 'applied', 'superseded', 'rejected'] as const;

/** Linkage: files in. */
const LINKAGE = catalogue({
  'LNK-1001': { level: 'info', event: 'message without link files ignored', fields: [] },
  'LNK-2001': {
    level: 'info',
    event: 'file applied',
    fields: [...FILE, ...COUNTS, 'unmarked', 'elapsedMs', 'ageMs'],
  },
  'LNK-2002': {
    level: 'info',
    event: 'file paused before the time-out, the next delivery continues',
    fields: [...FILE, ...COUNTS],
  },
  'LNK-2003': { level: 'info', event: 'file came again, nothing to do', fields: FILE },
  'LNK-3001': {
    level: 'error',
    event: 'file refused',
    fields: [...FILE, 'rule', 'line', 'column'],
  },
  'LNK-3002': {
    level: 'error',
    event: 'file name already applied with another content',
    fields: [...FILE, 'rule', 'line', 'column'],
  },
  'LNK-3003': { level: 'error', event: 'object is not a link file', fields: ['rule', 'keyDigest'] },
  'LNK-3004': { level: 'warn', event: 'rows rejected', fields: [...FILE, 'rejected', 'unmarked'] },
  'LNK-3005': {
    level: 'error',
    event: 'one sequence with two contents, or one serial with two persons',
    fields: [...FILE, 'conflicts'],
    metrics: { by: [['municipality']], units: { conflicts: 'Count' } },
  },
  'LNK-3006': { level: 'error', event: 'object is gone', fields: ['keyDigest'] },
  'LNK-3007': {
    level: 'error',
    event: 'a full file does not name everybody whom the registry knows',
    fields: [...FILE, 'absent', 'settled'],
    metrics: { by: [['municipality']], units: { absent: 'Count' } },
  },
  'LNK-4001': {
    level: 'info',
    event: 'how far a series of files has come',
    fields: ['municipality', 'feed', 'series', 'ageMs', 'lagMs', 'gaps', 'failed'],
    metrics: {
      by: [['municipality', 'feed', 'series']],
      units: { ageMs: 'Milliseconds', lagMs: 'Milliseconds', gaps: 'Count', failed: 'Count' },
    },
  },
  'LNK-4002': {
    level: 'info',
    event: 'how many feeds of a city are not to be believed, by reason, and what that closes',
    fields: ['municipality', 'stale', 'gap', 'failedFile', 'neverLoaded', 'closedFamilies'],
    metrics: {
      by: [['municipality']],
      units: {
        stale: 'Count',
        gap: 'Count',
        failedFile: 'Count',
        neverLoaded: 'Count',
        closedFamilies: 'Count',
      },
    },
  },
  'LNK-4003': {
    level: 'warn',
    event: 'closed for what is not known of a feed',
    fields: ['municipality', 'closure'],
  },
  'LNK-4004': { level: 'info', event: 'healed', fields: ['municipality', 'closure'] },
  'LNK-4005': { level: 'info', event: 'freshness of all cities looked at', fields: ['cities', 'elapsedMs'] },
  'LNK-5002': { level: 'error', event: 'message is not readable', fields: [] },
});

/** Gaiji: the cities' EUDC fonts. `table` and `fault` are the font engine's own words. */
const GAIJI = catalogue({
  'GAI-2001': {
    level: 'info',
    event: 'gaiji font taken in',
    fields: [...FILE, 'end', 'added', 'changed', 'removed', 'same', 'elapsedMs'],
  },
  'GAI-3001': {
    level: 'error',
    event: 'gaiji font refused',
    fields: [...FILE, 'rule', 'table', 'fault', 'refusedFonts'],
    metrics: { by: [['municipality']], units: { refusedFonts: 'Count' } },
  },
  'GAI-3002': {
    level: 'error',
    event: 'gaiji file name already taken in with another content',
    fields: [...FILE, 'rule', 'refusedFonts'],
    metrics: { by: [['municipality']], units: { refusedFonts: 'Count' } },
  },
  'GAI-9001': {
    level: 'error',
    event:
      'outlines under existing codes have changed: certificates with them are refused until they are confirmed',
    fields: [...FILE, 'unconfirmed'],
    metrics: { by: [['municipality']], units: { unconfirmed: 'Count' } },
  },
});

/** Queue consumers, whatever they consume. */
const QUEUE = catalogue({
  'QUE-2001': { level: 'info', event: 'batch consumed', fields: ['messages', 'failed', 'elapsedMs'] },
  'QUE-5001': { level: 'error', event: 'message failed, it comes again', fields: ['defect'] },
});

/** The kiosk's and the staff's API: every request writes exactly one of them. `route` is a pattern, never a path. */
const HTTP = catalogue({
  'HTTP-1001': { level: 'info', event: 'request answered', fields: ['route', 'status', 'elapsedMs'] },
  'HTTP-1002': {
    level: 'info',
    event: 'request refused',
    fields: ['route', 'status', 'elapsedMs', 'refusal'],
  },
  'HTTP-5001': {
    level: 'error',
    event: 'request failed',
    fields: ['route', 'status', 'elapsedMs', 'defect'],
  },
});

/** Issuing. */
const ISSUANCE = catalogue({
  'ISS-9001': {
    level: 'error',
    event: 'release gate refused finished bytes and closed the type in the city',
    fields: ['issuanceId'],
  },
  'ISS-9002': {
    level: 'error',
    event: 'the bytes that the release gate has refused could not be kept; the refusal and its case stand',
    fields: ['issuanceId'],
  },
});

/** The audit's chain. */
const AUDIT = catalogue({
  'AUD-2001': {
    level: 'info',
    event: 'events of a city sealed',
    fields: ['municipality', 'sealedEvents', 'blocks', 'elapsedMs'],
    metrics: { by: [['municipality']], units: { sealedEvents: 'Count' } },
  },
});

export const LOG_CATALOGUE = { ...LINKAGE, ...GAIJI, ...QUEUE, ...HTTP, ...ISSUANCE, ...AUDIT };
export type LogCode = keyof typeof LOG_CATALOGUE;
