import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { type Fault, startFaultProxy } from '../../support/fault-proxy.ts';
import type { WorkerAnswer } from './worker-process.ts';

const SCRIPT = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const WORKERS = 2;
/** Longer than a request’s deadline and whatever a spoiled call adds to it. */
const PATIENCE_MS = 40_000;
/** Share of calls that go wrong. */
const SPOILED = 0.04;
const FAULTS: readonly (readonly [Fault, number])[] = [
  [{ kind: 'drop' }, 4],
  [{ kind: 'double' }, 3],
  [{ kind: 'error' }, 2],
  [{ kind: 'delay', milliseconds: 300 }, 4],
  [{ kind: 'delay', milliseconds: 1_200 }, 3],
  [{ kind: 'delay', milliseconds: 4_000 }, 1],
  [{ kind: 'throttle', name: 'ThrottlingException' }, 2],
  [{ kind: 'throttle', name: 'ProvisionedThroughputExceededException' }, 2],
];
/** Of objects and keys only what any connection may do to them. */
const OTHER_FAULTS: readonly Fault[] = [{ kind: 'drop' }, { kind: 'delay', milliseconds: 300 }];
const CONFLICT: Fault = { kind: 'cancel', code: 'TransactionConflict' };
const OF_TABLES = /^(Get|Put|Update|Delete|Query|BatchGet|TransactWrite|TransactGet)Items?$|^Query$/;

type Answer = WorkerAnswer['answer'];
type Worker = {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  readonly open: Map<number, (answer: Answer | undefined) => void>;
};

/** Processes that issue by the real use case over a proxy that spoils calls; whoever is killed is replaced. */
export async function startWorkers(endpoint: string, random: Random) {
  const proxy = await startFaultProxy(endpoint, { remembers: false });
  const met: Record<string, number> = { kills: 0, 'killed under way': 0, errors: 0 };
  const count = (name: string): void => {
    met[name] = (met[name] ?? 0) + 1;
  };
  proxy.choose((operation) => {
    if (!random.chance(SPOILED)) return undefined;
    const isOfTables = OF_TABLES.test(operation);
    const isConflict = operation === 'TransactWriteItems' && random.chance(0.4);
    const fault = isConflict ? CONFLICT : isOfTables ? random.weighted(FAULTS) : random.pick(OTHER_FAULTS);
    count(fault.kind);
    return fault;
  });
  let ids = 0;
  let isClosed = false;
  const workers: Worker[] = [];

  const start = (): Worker => {
    const child = fork(SCRIPT, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '', WORKER_ENDPOINT: proxy.endpoint },
    });
    const open: Worker['open'] = new Map();
    const ready = new Promise<void>((resolve) => {
      child.on('message', ({ id, answer }: WorkerAnswer) => {
        if (id === 0) return resolve();
        open.get(id)?.(answer);
      });
      child.once('exit', () => {
        resolve();
        for (const settle of open.values()) settle(undefined);
        const index = workers.findIndex((one) => one.child === child);
        if (!isClosed && index >= 0) workers[index] = start();
      });
    });
    return { child, ready, open };
  };
  for (let index = 0; index < WORKERS; index += 1) workers.push(start());
  await Promise.all(workers.map(({ ready }) => ready));

  return {
    met,
    /** Undefined: whoever was at it has been killed. */
    async issue(request: IssueRequest): Promise<Answer | undefined> {
      const { child, ready, open } = random.pick(workers);
      await ready;
      ids += 1;
      const id = ids;
      const answer = await new Promise<Answer | undefined>((resolve) => {
        const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
        open.set(id, (said) => {
          clearTimeout(timer);
          resolve(said);
        });
        child.send({ id, request }, (error) => {
          if (error !== null) open.get(id)?.(undefined);
        });
      });
      open.delete(id);
      if (answer?.kind === 'error') count('errors');
      return answer;
    },
    /** Ends one of them at once, in the middle of whatever it does. */
    kill(): void {
      const { child, open } = random.pick(workers);
      count('kills');
      for (const _ of open) count('killed under way');
      child.kill('SIGKILL');
    },
    async close(): Promise<void> {
      isClosed = true;
      for (const { child } of workers) child.kill('SIGKILL');
      await proxy.close();
    },
  };
}

export type Workers = Awaited<ReturnType<typeof startWorkers>>;
