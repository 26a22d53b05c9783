import type { Lane } from '../../functions/linkage/layouts/envelope.ts';
import { defectOf } from '../../functions/shared/log.ts';
import { type Agent, type AgentPorts, createAgent } from './agent.ts';
import { LeaseLost } from './fence.ts';
import type { RoundEnd } from './sender.ts';

const LANES: readonly Lane[] = ['priority', 'ordinary'];
const SWEEP_MS = 3_600_000;
/** After a failure the pauses become longer, up to this. */
const LONGEST_PAUSE_MS = 15_000;
/** A lease is renewed so many times before it could end. */
const RENEWALS = 3;

type Failure = 'failed' | undefined;

/** Runs until the signal fires; then every loop stops before its next effect, and the lease is handed back. */
export async function runAgent(ports: AgentPorts, signal: AbortSignal): Promise<void> {
  const { config } = ports;
  const agent = createAgent(ports, () => signal.aborted);
  const every = loops(ports, signal);
  const renew = renewal(ports, agent);
  const fields = { agent: config.agent, municipality: config.municipality };
  ports.log('AGT-1001', { ...fields, version: ports.version });
  await renew();
  await Promise.all([
    every(renewalMs(ports), renew),
    every(config.heartbeatSeconds * 1_000, beating(ports, agent)),
    every(
      SWEEP_MS,
      whileHeld(agent, () => agent.sweep().then(() => undefined, explain(ports))),
    ),
    ...LANES.map((lane) => every(config.scanSeconds * 1_000, whileHeld(agent, lapOf(ports, agent, lane)))),
  ]);
  await agent.lease.release().catch(() => undefined);
  ports.log('AGT-1002', fields);
}

/** What `run --once` has done; `standby`: another instance is at work. */
export type OnceEnd = RoundEnd | 'standby';

/** Sends what lies in the folders now, and ends once nothing settles any more. */
export async function runOnce(ports: AgentPorts, signal: AbortSignal): Promise<OnceEnd> {
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  const agent = createAgent(ports, () => signal.aborted);
  if ((await agent.lease.tick()) === 'standby') return 'standby';
  const renewing = loops(ports, stop)(renewalMs(ports), renewal(ports, agent));
  const total = { sent: 0, rejected: 0, settling: 0, incomplete: 0, failed: 0 };
  try {
    do {
      const ends = await Promise.all(LANES.map((lane) => agent.round(lane)));
      for (const step of ['sent', 'rejected'] as const) total[step] += sumOf(ends, step);
      for (const step of ['settling', 'incomplete', 'failed'] as const) total[step] = sumOf(ends, step);
      if (total.settling > 0) await ports.time.sleep(ports.config.scanSeconds * 1_000, signal);
    } while (total.settling > 0 && !signal.aborted);
    await agent.sweep();
    await agent.beat();
    return total;
  } catch (error) {
    if (error instanceof LeaseLost) ports.log('AGT-4005', {});
    else throw error;
    return total;
  } finally {
    done.abort();
    await renewing;
    await agent.lease.release().catch(() => undefined);
  }
}

const sumOf = (ends: readonly RoundEnd[], step: keyof RoundEnd): number =>
  ends.reduce((sum, end) => sum + end[step], 0);

const renewalMs = ({ config }: AgentPorts): number => (config.leaseSeconds * 1_000) / RENEWALS;

/** Repeats a work until the signal fires, with longer pauses where it fails again and again. */
const loops =
  ({ time }: AgentPorts, signal: AbortSignal) =>
  async (milliseconds: number, work: () => Promise<Failure>): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      failures = (await work()) === 'failed' ? failures + 1 : 0;
      const longer = Math.min(milliseconds * 2 ** Math.min(failures, 16), LONGEST_PAUSE_MS);
      await time.sleep(Math.max(milliseconds, longer), signal);
    }
  };

/** Never reports a failure: the way may be free again at any moment, and the lease must not wait for it. */
function renewal({ config, log }: AgentPorts, agent: Agent): () => Promise<Failure> {
  let wasHeld = false;
  return async () => {
    try {
      await agent.lease.tick();
    } catch (error) {
      log('AGT-4002', { defect: defectOf(error) });
    }
    const isHeld = agent.lease.isHeld();
    if (isHeld !== wasHeld) log(isHeld ? 'AGT-1003' : 'AGT-1004', { agent: config.agent });
    wasHeld = isHeld;
    return undefined;
  };
}

const whileHeld = (agent: Agent, work: () => Promise<Failure>) => async (): Promise<Failure> =>
  agent.lease.isHeld() ? work() : undefined;

/** A lease that is lost on the way is no failure: the other instance goes on. */
const explain =
  ({ log }: AgentPorts) =>
  (error: unknown): Failure => {
    if (error instanceof LeaseLost) {
      log('AGT-4005', {});
      return undefined;
    }
    log('AGT-4004', { defect: defectOf(error) });
    return 'failed';
  };

const lapOf = (ports: AgentPorts, agent: Agent, lane: Lane) => (): Promise<Failure> =>
  agent.round(lane).then(({ failed }) => (failed > 0 ? 'failed' : undefined), explain(ports));

const beating =
  ({ log }: AgentPorts, agent: Agent) =>
  async (): Promise<Failure> => {
    try {
      await agent.beat();
      return undefined;
    } catch (error) {
      log('AGT-4003', { defect: defectOf(error) });
      return 'failed';
    }
  };
