import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { createLinkageStore } from '../../../functions/linkage/store.ts';
import { createSqsClient } from '../../../functions/shared/aws.ts';
import type { StackFile } from '../../../scripts/deploy/stack-file.ts';
import { replaySystem, runReplay } from '../../../scripts/link/replay.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { type Fault, startFaultProxy } from '../../support/fault-proxy.ts';
import type { EngineStorage } from './engine-storage.ts';
import type { LinkFile } from './files.ts';

const WORKER = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const WORKERS = 2;
/** A message that nobody has deleted comes again after so many seconds, and after so many times lies dead. */
const VISIBILITY_SECONDS = 3;
const RECEIVES = 2;
const ROUNDS = 60;
const ROUND_MS = 1_000;

const FAULTS: readonly Fault[] = [
  { kind: 'drop' },
  { kind: 'drop' },
  { kind: 'error' },
  { kind: 'delay', milliseconds: 300 },
  { kind: 'throttle', name: 'ThrottlingException' },
  { kind: 'throttle', name: 'ProvisionedThroughputExceededException' },
];
/** Of objects only what any connection may do to them. */
const OBJECT_FAULTS: readonly Fault[] = [{ kind: 'drop' }, { kind: 'delay', milliseconds: 300 }];
const CONFLICT: Fault = { kind: 'cancel', code: 'TransactionConflict' };

export type FaultsMet = {
  readonly faults: number;
  readonly kills: number;
  readonly lost: number;
  readonly doubled: number;
  readonly replayed: number;
};

/**
 * Takes files in by the real function, in processes of its own, from a real queue with dead letters, while events are
 * lost, doubled and reordered, calls fail in every way that the proxy knows, and the processes are killed. What the
 * sender does not find applied it sends again; dead letters are put back by the operator's command. Throws where that
 * does not come to an end.
 */
export async function takeInOverBadLine(
  stack: StackFile,
  storage: EngineStorage,
  files: readonly LinkFile[],
  random: Random,
): Promise<FaultsMet> {
  const proxy = await startFaultProxy(stack.endpoint);
  const sqs = createSqsClient({
    environment: { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: stack.endpoint },
  });
  const queues = await openQueues(sqs, storage.bucket);
  const met = { faults: 0, kills: 0, lost: 0, doubled: 0, replayed: 0 };
  const share = random.pick([0.05, 0.15]);
  /** While it lasts nothing succeeds: every message that comes up goes to the dead letters. */
  let isOut = true;
  proxy.choose((operation) => {
    if (!isOut && !random.chance(share)) return undefined;
    met.faults += 1;
    if (isOut) return { kind: 'error' };
    if (operation === 'TransactWriteItems' && random.chance(0.3)) return CONFLICT;
    return random.pick(operation === '' ? OBJECT_FAULTS : FAULTS);
  });

  const announce = (key: string): Promise<unknown> => {
    const s3 = { bucket: { name: storage.bucket }, object: { key } };
    const body = JSON.stringify({ Records: [{ eventName: 'ObjectCreated:Put', s3 }] });
    return sqs.send(new SendMessageCommand({ QueueUrl: queues.queue, MessageBody: body }));
  };
  const workers: (ChildProcess | undefined)[] = Array.from({ length: WORKERS });
  const revive = (): void => {
    for (let index = 0; index < WORKERS; index += 1) {
      const worker = workers[index];
      if (worker !== undefined && worker.exitCode === null && worker.signalCode === null) continue;
      workers[index] = startWorker(stack, storage, { endpoint: proxy.endpoint, queue: queues.queue });
    }
  };

  try {
    for (const file of files) await storage.put(file.key, file.bytes);
    const events = files.flatMap(({ key }) => {
      const times = random.weighted([
        [0, 1],
        [1, 4],
        [2, 2],
        [3, 1],
      ] as const);
      if (times === 0) met.lost += 1;
      met.doubled += Math.max(0, times - 1);
      return Array.from({ length: times }, () => key);
    });
    for (const key of random.shuffle(events)) await announce(key);

    const store = createLinkageStore({ client: storage.registry, table: storage.tables.registry });
    const isApplied = async ({ name }: LinkFile): Promise<boolean> =>
      (await store.readFile(name))?.state.state === 'applied';
    for (let round = 1; round <= ROUNDS; round += 1) {
      revive();
      await pause(ROUND_MS);
      // Out at the beginning, as after a failed deployment; a third of all rounds ends in the middle of a batch.
      if (round === 4) isOut = false;
      if (random.chance(0.33)) {
        const victim = workers[random.integer(0, WORKERS - 1)];
        if (victim?.kill('SIGKILL') === true) met.kills += 1;
      }
      if (round % 6 !== 0) continue;
      met.replayed += await replayed(stack, storage.bucket, queues);
      const open = [];
      for (const file of files) if (!(await isApplied(file))) open.push(file);
      if (open.length === 0) return met;
      // The sender looks after what it has sent.
      for (const { key } of open) await announce(key);
    }
    throw new Error(`after ${ROUNDS} rounds not every file is applied`);
  } finally {
    for (const worker of workers) worker?.kill('SIGKILL');
    await proxy.close();
    for (const QueueUrl of [queues.queue, queues.deadLetters])
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    sqs.destroy();
  }
}

type Queues = { readonly queue: string; readonly deadLetters: string };

async function openQueues(sqs: ReturnType<typeof createSqsClient>, label: string): Promise<Queues> {
  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const deadLetters = await create(`${label}-dead`, {});
  const answer = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetters, AttributeNames: ['QueueArn'] }),
  );
  const deadLetterTargetArn = answer.Attributes?.['QueueArn'] ?? '';
  const queue = await create(`${label}-queue`, {
    VisibilityTimeout: String(VISIBILITY_SECONDS),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: RECEIVES }),
  });
  return { queue, deadLetters };
}

function startWorker(
  stack: StackFile,
  { tables, bucket }: EngineStorage,
  { endpoint, queue }: { readonly endpoint: string; readonly queue: string },
): ChildProcess {
  return fork(WORKER, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      STAGE: 'local',
      AWS_ENDPOINT_URL: endpoint,
      QUEUE_ENDPOINT: stack.endpoint,
      QUEUE_URL: queue,
      REGISTRY_TABLE: tables.registry,
      STAFF_TABLE: tables.staff,
      AUDIT_TABLE: tables.audit,
      INBOX_BUCKET: bucket,
      // Of a city that prints none.
      NUMBER_KEY: 'none',
      NUMBER_DIGEST_KEY: 'none',
    },
  });
}

/** How many dead letters the operator's command has put back. */
async function replayed(stack: StackFile, bucket: string, lane: Queues): Promise<number> {
  const system = { ...replaySystem(stack), bucket };
  const queues = { ordinary: lane, priority: lane };
  const said: string[] = [];
  const world = { write: (text: string) => void said.push(text), complain: () => undefined };
  await runReplay(['--queue', 'ordinary', '--json'], world, async () => ({ ...system, queues }));
  const ends = JSON.parse(said.join('')) as readonly { readonly replayed: number }[];
  return ends.reduce((sum, end) => sum + end.replayed, 0);
}
