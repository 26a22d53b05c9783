import type { Lane } from '../../functions/linkage/layouts/envelope.ts';
import type { Instant } from '../../functions/shared/time.ts';
import type { CheckFile } from './check-file.ts';
import type { AgentConfig } from './config.ts';
import { fenced, LeaseLost } from './fence.ts';
import { type Heartbeat, heartbeatKey, heartbeatText } from './heartbeat.ts';
import { createJournal } from './journal.ts';
import { createLease, type Lease } from './lease.ts';
import type { AgentLog } from './log.ts';
import type { Disk, NewJobId, Store, Time } from './ports.ts';
import { queueOf } from './queue.ts';
import { createSender, type RoundEnd, type Sender } from './sender.ts';
import { writeStatus } from './status.ts';
import { sweep } from './sweep.ts';

export type AgentPorts = {
  readonly config: AgentConfig;
  readonly version: string;
  readonly disk: Disk;
  readonly store: Store;
  readonly check: CheckFile;
  readonly time: Time;
  readonly newId: NewJobId;
  readonly log: AgentLog;
};

/** One run of the program: what it does in one go. */
export type Agent = {
  readonly lease: Lease;
  readonly round: (lane: Lane) => Promise<RoundEnd>;
  readonly sweep: () => Promise<void>;
  readonly beat: () => Promise<void>;
};

/** Nothing but lease, heartbeat and status is written unless this instance holds the lease and is not to stop. */
export function createAgent(ports: AgentPorts, isStopping: () => boolean): Agent {
  const { config, time } = ports;
  const { municipality, agent } = config;
  const lease = createLease({
    store: ports.store,
    time,
    municipality,
    agent,
    instance: ports.newId(),
    seconds: config.leaseSeconds,
  });
  const { disk, store } = fenced(ports, () => lease.isHeld() && !isStopping());
  const now = (): Instant => {
    const present = lease.now();
    if (present === undefined) throw new LeaseLost('agent: the store has not answered yet');
    return present;
  };
  let lastUpload: Heartbeat['lastUpload'];
  const parts = {
    ...ports,
    disk,
    store,
    journal: createJournal(disk),
    now,
    onSent: (name: string) => {
      lastUpload = { at: now(), name };
    },
  };
  const senders: Readonly<Record<Lane, Sender>> = {
    priority: createSender(parts, 'priority'),
    ordinary: createSender(parts, 'ordinary'),
  };
  return {
    lease,
    round: (lane) => senders[lane].round(),
    sweep: () => sweep(parts),
    beat: async () => {
      const beat: Heartbeat = {
        municipality,
        agent,
        version: ports.version,
        role: lease.isHeld() ? 'active' : 'standby',
        at: lease.now(),
        queue: await queueOf(ports.disk, config.folders),
        lastUpload,
      };
      await writeStatus(ports.disk, config.stateFolder, beat, time.wall());
      const key = heartbeatKey(municipality, agent);
      await ports.store.writeNote(key, heartbeatText(beat), { when: 'always' });
    },
  };
}
