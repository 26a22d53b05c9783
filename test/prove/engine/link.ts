import { setTimeout as pause } from 'node:timers/promises';
import { type RowFeed, seriesOf } from '../../../functions/linkage/index.ts';
import type { Gate, RegistryStore } from '../../../functions/registry/index.ts';
import type { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { linkInbox } from '../../support/link-inbox.ts';
import type { Row } from './people.ts';

/** One row on its way. `urgent`: in a file of its own series, that may only take away. */
export type Sent = { readonly feed: RowFeed; readonly row: Row; readonly kind?: 'diff' | 'urgent' };

type Waiting = {
  readonly row: Row;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
};

export type Link = ReturnType<typeof openLink>;

/**
 * The link of one city as its core systems use it: rows that are there at the same time go in one file, one file of a
 * series at a time, and each row counts as applied when the registry itself says so.
 */
export function openLink(municipality: MunicipalityCode, registry: Pick<RegistryStore, 'readPerson'>) {
  const inbox = linkInbox(municipality);
  const queues = new Map<string, Waiting[]>();
  const counts = { files: 0, rows: 0 };

  async function drain(feed: RowFeed, kind: 'diff' | 'urgent', queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = [...queue];
      try {
        const { state } = await inbox.send(
          feed,
          batch.map(({ row }) => row),
          kind,
        );
        if (state.counts.rejected > 0) throw new Error(`a row of ${feed} was rejected`);
        counts.files += 1;
        counts.rows += batch.length;
        await Promise.all(batch.map(({ row }) => readBack(feed, row)));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
      queue.splice(0, batch.length);
    }
  }

  /** Strongly consistent: from its answer on everybody reads it. */
  async function readBack(feed: RowFeed, row: Row): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const { gate } = await registry.readPerson(municipality, row['personId'] as PersonId);
      if ((numberIn(gate, feed, row) ?? 0) >= Number(row['number'])) return;
      if (attempt === 3) throw new Error(`a row of ${feed} is applied and is not there`);
      await pause(200);
    }
  }

  return {
    counts,
    /** Comes back when the row is applied and read back. */
    send({ feed, row, kind = 'diff' }: Sent): Promise<void> {
      const key = `${feed}#${seriesOf({ kind })}`;
      const queue = queues.get(key) ?? [];
      queues.set(key, queue);
      const isIdle = queue.length === 0;
      const sent = new Promise<void>((done, failed) => queue.push({ row, done, failed }));
      // What is sent in the same turn goes in the same file.
      if (isIdle) setImmediate(() => void drain(feed, kind, queue));
      return sent;
    },
  };
}

/** The number of the newest row of a thing that the registry has taken over. */
function numberIn(gate: Gate | undefined, feed: RowFeed, row: Row): number | undefined {
  switch (feed) {
    case 'resident':
      return gate?.resident?.sequence.number;
    case 'seal':
      return gate?.seal?.sequence.number;
    case 'tax':
      return gate?.taxes?.[row['taxYear'] ?? '']?.sequence.number;
    case 'serial':
      return gate?.newestSerial?.number;
    case 'restriction':
      return Math.max(0, ...Object.values(gate?.restrictions ?? {}).map(({ sequence }) => sequence.number));
    case 'koseki-index':
      return gate?.koseki?.sequence.number;
    case 'domicile-registration':
      return gate?.newestDomicile?.number;
  }
}
