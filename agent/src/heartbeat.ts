import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { type Instant, jstTimestamp } from '../../functions/shared/time.ts';

export type Role = 'active' | 'standby';

/** What an instance says of itself; `at` is the store's time. Names of link files say nothing of a person. */
export type Heartbeat = {
  readonly municipality: MunicipalityCode;
  readonly agent: string;
  readonly version: string;
  readonly role: Role;
  readonly at: Instant | undefined;
  /** Files that wait in the drop and work folders. */
  readonly queue: { readonly priority: number; readonly ordinary: number };
  readonly lastUpload: { readonly at: Instant; readonly name: string } | undefined;
};

export const heartbeatKey = (municipality: MunicipalityCode, agent: string): string =>
  `heartbeat/${municipality}/${agent}.json`;

/**
 * The object that proves the path from the city to the bucket, and nothing else: it moves no watermark and opens no
 * certificate type, for a live agent before a dead export must look stale.
 */
export const heartbeatText = ({ at, lastUpload, ...rest }: Heartbeat): string =>
  JSON.stringify({
    note: '経路が生きていることだけを示す。連携データの新しさを示すものではなく、発行の可否を変えない。',
    ...rest,
    at: at === undefined ? null : jstTimestamp(at),
    lastUpload: lastUpload === undefined ? null : { ...lastUpload, at: jstTimestamp(lastUpload.at) },
  });
