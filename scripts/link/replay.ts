import { parseArgs } from 'node:util';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { objectsNamedBy } from '../../functions/linkage/index.ts';
import { createSqsClient } from '../../functions/shared/aws.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import { readStackFile, type StackFile } from '../deploy/stack-file.ts';
import { enterLocalAws } from '../local/loopback.ts';
import { HOME_PLACE } from '../local/places.ts';
import type { LinkCommand, LinkWorld } from './command.ts';

const QUEUES = ['ordinary', 'priority'] as const;
type QueueName = (typeof QUEUES)[number];

type ReplayWish =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'replay';
      readonly queues: readonly QueueName[];
      readonly dryRun: boolean;
      readonly json: boolean;
    };

/** A queue with its dead letters, and the bucket of which they speak. */
export type ReplaySystem = {
  readonly sqs: SQSClient;
  readonly bucket: string;
  readonly queues: Readonly<Record<QueueName, { readonly queue: string; readonly deadLetters: string }>>;
};

const HELP = `npm run -s link -- replay    DLQ のメッセージを元の待ち行列に戻す

5 回続けて失敗した連携ファイルのメッセージは DLQ に残っています。原因を直した後に戻すと、初めからやり直されます。
同じ行が二度反映されることはないので、何度戻してもかまいません。

  --queue ordinary|priority   一方のレーンだけ（既定: 両方）
  --dry-run                   戻さずに、数とファイル名だけを示す
  --json                      結果を JSON で書く
  -h, --help                  この説明

終了コード: 0 DLQ は空、またはすべて戻した / 1 DLQ に残っている / 2 書き方の誤り
`;

function parseReplayArguments(args: readonly string[]): Result<ReplayWish, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        queue: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return ok({ kind: 'help' });
    const queues = QUEUES.filter((name) => values.queue === undefined || name === values.queue);
    if (queues.length === 0) return err('--queue は ordinary か priority です。');
    return ok({ kind: 'replay', queues, dryRun: values['dry-run'], json: values.json });
  } catch (error) {
    return err(usageErrorOf(error));
  }
}

export const replay: LinkCommand = (args, world) =>
  runReplay(args, world, async () => replaySystem(await readStackFile(HOME_PLACE.stackFile)));

/** This process speaks to that engine only, from here on. */
export function replaySystem(stack: StackFile): ReplaySystem {
  enterLocalAws(stack.endpoint, stack.region);
  return {
    sqs: createSqsClient(),
    bucket: stack.inboxBucket,
    queues: {
      ordinary: { queue: stack.linkQueueUrl, deadLetters: stack.linkDlqUrl },
      priority: { queue: stack.linkPriorityQueueUrl, deadLetters: stack.linkPriorityDlqUrl },
    },
  };
}

type Replayed = {
  readonly queue: QueueName;
  /** Messages found, and those among them that were put back. */
  readonly found: number;
  readonly replayed: number;
  /** Names of link files; of a message that nobody can read there is none. */
  readonly files: readonly string[];
  readonly unreadable: number;
};

/** The same for another system than the one that runs. */
export async function runReplay(
  args: readonly string[],
  world: LinkWorld,
  open: () => Promise<ReplaySystem>,
): Promise<number> {
  const wish = parseReplayArguments(args);
  if (!wish.ok) {
    world.complain(`✗ ${wish.error}\n使い方: npm run -s link -- replay --help\n`);
    return 2;
  }
  if (wish.value.kind === 'help') {
    world.write(HELP);
    return 0;
  }
  const { queues, dryRun, json } = wish.value;
  const system = await open();
  const ends: Replayed[] = [];
  for (const name of queues) ends.push(await replayQueue(system, name, dryRun));
  if (json) world.write(`${JSON.stringify(ends)}\n`);
  else for (const end of ends) world.write(`${lineOf(end, dryRun)}\n`);
  return ends.some(({ found, replayed }) => replayed < found) ? 1 : 0;
}

const LANES: Readonly<Record<QueueName, string>> = { ordinary: '通常', priority: '優先' };

function lineOf({ queue, found, replayed, files, unreadable }: Replayed, dryRun: boolean): string {
  const what = dryRun ? `DLQ に ${found} 件` : `${found} 件のうち ${replayed} 件を戻しました`;
  const odd = unreadable === 0 ? '' : `（読めないメッセージ ${unreadable} 件）`;
  const list = [...new Set(files)].map((file) => `\n  ${file}`).join('');
  return found === 0 ? `${LANES[queue]}: DLQ は空です` : `${LANES[queue]}: ${what}${odd}${list}`;
}

/** Seconds that a message which is being put back is hidden from others, and one that is only looked at. */
const WORKING_SECONDS = 120;
const LOOKING_SECONDS = 10;
const PER_CALL = 10;

/**
 * Puts back what lies among the dead letters at the beginning. Each message is sent before it is deleted: killed in
 * between, it is there twice, and the second time finds everything done.
 */
async function replayQueue(system: ReplaySystem, queue: QueueName, dryRun: boolean): Promise<Replayed> {
  const { sqs, bucket, queues } = system;
  const { queue: target, deadLetters } = queues[queue];
  const expected = await depthOf(sqs, deadLetters);
  const seen = new Map<string, Message>();
  let replayed = 0;
  while (seen.size < expected) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetters,
        MaxNumberOfMessages: PER_CALL,
        VisibilityTimeout: dryRun ? LOOKING_SECONDS : WORKING_SECONDS,
      }),
    );
    const fresh = messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    if (fresh.length === 0) break;
    for (const message of fresh) {
      seen.set(message.MessageId ?? '', message);
      if (dryRun) continue;
      await sqs.send(new SendMessageCommand({ QueueUrl: target, MessageBody: message.Body ?? '' }));
      await sqs.send(
        new DeleteMessageCommand({ QueueUrl: deadLetters, ReceiptHandle: message.ReceiptHandle }),
      );
      replayed += 1;
    }
  }
  const named = [...seen.values()].map(({ Body = '' }) => objectsNamedBy(Body, bucket));
  return {
    queue,
    found: seen.size,
    replayed,
    files: named.flatMap((refs) => (refs ?? []).map(({ key }) => key)),
    unreadable: named.filter((refs) => refs === undefined).length,
  };
}

async function depthOf(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages'] as const;
  const answer = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return Number(answer.Attributes?.ApproximateNumberOfMessages ?? 0);
}
