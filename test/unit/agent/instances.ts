import { type Agent, createAgent } from '../../../agent/src/agent.ts';
import { type CheckFile, createFileChecker } from '../../../agent/src/check-file.ts';
import { type AgentConfig, parseConfig } from '../../../agent/src/config.ts';
import { createAgentLog } from '../../../agent/src/log.ts';
import type { Disk, Store, Time } from '../../../agent/src/ports.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { instantOf } from '../../../functions/shared/time.ts';

export const CITY = MunicipalityCode.parse('012050');
export const DROP = '/drop';
/** 2026-11-25 10:00 in Japan. */
export const START = Date.parse('2026-11-25T10:00:00+09:00');

export function configOf(wish: Partial<Record<keyof AgentConfig, unknown>> = {}): AgentConfig {
  const given = {
    municipality: CITY,
    agent: 'muroran-a',
    stage: 'local',
    bucket: 'kofu-inbox',
    region: 'ap-northeast-1',
    endpoint: 'http://127.0.0.1:9',
    credentials: { file: '/none' },
    folders: [DROP],
    stateFolder: '/state',
    ...wish,
  };
  return unwrap(parseConfig(JSON.stringify(given)));
}

/** Before and after each call of a port; a hook may throw, wait, or let the time pass. */
export type Hook = (when: 'before' | 'after', call: string) => Promise<void>;

/** The ports with a hook around each call. A stream counts as one call, when it begins. */
export function hooked<P extends Disk | Store>(ports: P, hook: Hook): P {
  const wrapped = Object.entries(ports).map(([name, call]: [string, (...given: unknown[]) => unknown]) => {
    if (name === 'read')
      return [
        name,
        async function* (...given: unknown[]) {
          await hook('before', name);
          yield* call(...given) as AsyncIterable<Uint8Array>;
        },
      ];
    return [
      name,
      async (...given: unknown[]) => {
        await hook('before', name);
        const answer = await call(...given);
        await hook('after', name);
        return answer;
      },
    ];
  });
  return Object.fromEntries(wrapped);
}

export type Machine = {
  readonly disk: Disk;
  readonly store: Store;
  readonly monotonic: () => number;
  readonly wall?: () => number;
  readonly config?: AgentConfig;
  readonly check?: CheckFile;
  readonly isStopping?: () => boolean;
  readonly lines?: string[];
};

/** One run of the program on a machine; `id` tells its runs apart. */
export function startAgent(machine: Machine, id: number): Agent {
  const { disk, store, lines } = machine;
  let count = 0;
  const wall = machine.wall ?? (() => START + machine.monotonic());
  const time: Time = {
    monotonic: machine.monotonic,
    wall: () => instantOf(Math.floor(wall())),
    sleep: async () => undefined,
  };
  return createAgent(
    {
      config: machine.config ?? configOf(),
      version: '0.0.0',
      disk,
      store,
      check: machine.check ?? createFileChecker(CITY),
      time,
      newId: () => {
        count += 1;
        return (id * 10_000 + count).toString(16).padStart(16, '0');
      },
      log: createAgentLog((line) => lines?.push(line), time.wall),
    },
    machine.isStopping ?? (() => false),
  );
}
