import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { LinkStatus } from '../../../functions/linkage/contract.ts';
import type { StatusParts } from '../../../functions/linkage/index.ts';
import { linkRoutes } from '../../../functions/linkage/routes.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { type ReplaySystem, runReplay } from '../../../scripts/link/replay.ts';
import { runStatus } from '../../../scripts/link/status.ts';
import { createWorld } from '../linkage/ingest-world.ts';
import { fileOf, nameOf, recordOf } from '../linkage/sample-files.ts';

const city = MunicipalityCode.parse('012050');

function terminal() {
  const said: string[] = [];
  const complained: string[] = [];
  return {
    said,
    complained,
    write: (text: string) => void said.push(text),
    complain: (text: string) => void complained.push(text),
  };
}

/** A city with a gap, a failed file and a file in work. */
async function troubled() {
  const world = createWorld();
  const send = async (wish: Parameters<typeof nameOf>[0], more: Parameters<typeof fileOf>[2] = {}) => {
    const name = nameOf(wish);
    await world.deliver(name, fileOf(name, [], more));
  };
  for (const feed of ['resident', 'serial', 'restriction', 'seal'] as const)
    await send({ feed, kind: 'full', fileNumber: 1 });
  await send({ feed: 'seal', fileNumber: 5 });
  await send({ feed: 'serial', fileNumber: 2 }, { sum: '0'.repeat(64) });
  const long = nameOf({ fileNumber: 2 });
  const rows = Array.from({ length: 900 }, (_, i) =>
    recordOf('resident', { number: String(i + 1), personId: String(i).padStart(15, '0') }),
  );
  await world.deliver(long, fileOf(long, rows), { mayContinue: () => false });
  const parts: StatusParts = {
    linkage: world.linkage,
    closures: world.closures,
    limitsOf: async () => () => Array.from({ length: 24 }, () => 44_640),
  };
  return { world, parts };
}

describe('link status', () => {
  test('shows each feed with its newest number, gaps and failures, what is in work, and what that closes', async () => {
    const { parts } = await troubled();
    const world = terminal();
    expect(await runStatus(['--municipality', '012050'], world, async () => parts)).toBe(1);
    const text = world.said.join('');
    expect(text).toContain('■ 室蘭市（012050）　✗ 停止 5 種別');
    expect(text).toMatch(/印鑑登録 seal +✗ 番号の抜け +通常 +1-5 .+抜け 2〜4/);
    expect(text).toMatch(/シリアル番号 serial +✗ 失敗したファイル +通常 +1-1 .+失敗 1-2（checksum）/);
    expect(text).toMatch(/税 tax +✗ 全件が未取込 +―/);
    expect(text).toMatch(/住民票 resident +○ 最新 +通常 +1-1/);
    expect(text).toMatch(/住民票 diff 通常 1-2　\d+\/900 行　その他の行/);
    expect(text).toMatch(/印鑑登録証明書 +seal:gap:regular:2-4、serial:failed-file:regular:1-2/);
    expect(text).toMatch(/から　住民票の写し　鮮度　serial:failed-file:regular:1-2/);
  });

  test('says the same to machines, and to a city’s staff over their API', async () => {
    const { world, parts } = await troubled();
    const said = terminal();
    expect(await runStatus(['--json', '--municipality', '012050'], said, async () => parts)).toBe(1);
    const [machine] = LinkStatus.array().parse(JSON.parse(said.said.join('')));
    const [route] = linkRoutes({ ...parts, clock: () => world.at.now });
    if (route === undefined || route.access === 'anyone') throw new Error('no route');
    expect([route.method, route.path, route.access]).toEqual(['GET', '/api/link/status', 'link.read']);
    const answer = await route.handle({ municipality: city } as never);
    const staff = LinkStatus.parse(JSON.parse(String(answer.body)));
    expect(staff.municipality).toBe(city);
    expect(staff.families).toEqual(machine?.families);
    expect(staff.feeds.find(({ feed }) => feed === 'seal')).toMatchObject({
      state: 'gap',
      reasons: [{ kind: 'gap', part: 'seal:gap:regular:2-4' }],
      series: [
        { series: 'regular', newest: { fileNumber: 5, fullFileNumber: 1 }, gaps: [{ from: 2, to: 4 }] },
      ],
    });
  });

  test.each([[['--municipality', '999999']], [['--colour']]])('does not understand %j', async (args) => {
    const world = terminal();
    expect(await runStatus(args, world, () => Promise.reject(new Error('opened')))).toBe(2);
    expect(world.complained.join('')).toContain('使い方');
  });
});

/** Queues in memory: a message that has been received is hidden until it is deleted. */
function queues(letters: Readonly<Record<string, readonly string[]>>) {
  const waiting = new Map<string, { id: string; body: string; hidden: boolean }[]>();
  const of = (url: string | undefined) => waiting.get(url ?? '') ?? [];
  for (const [url, bodies] of Object.entries(letters))
    waiting.set(
      url,
      bodies.map((body, i) => ({ id: `${url}-${i}`, body, hidden: false })),
    );
  const calls: string[] = [];
  const send = async (command: unknown): Promise<object> => {
    calls.push((command as object).constructor.name);
    if (command instanceof GetQueueAttributesCommand)
      return { Attributes: { ApproximateNumberOfMessages: String(of(command.input.QueueUrl).length) } };
    if (command instanceof ReceiveMessageCommand) {
      const found = of(command.input.QueueUrl)
        .filter(({ hidden }) => !hidden)
        .slice(0, 10);
      for (const one of found) one.hidden = true;
      return { Messages: found.map(({ id, body }) => ({ MessageId: id, ReceiptHandle: id, Body: body })) };
    }
    if (command instanceof SendMessageCommand) {
      const { QueueUrl = '', MessageBody: body = '' } = command.input;
      waiting.set(QueueUrl, [...of(QueueUrl), { id: `${QueueUrl}+${body}`, body, hidden: false }]);
      return {};
    }
    if (command instanceof DeleteMessageCommand) {
      const { QueueUrl = '', ReceiptHandle } = command.input;
      waiting.set(
        QueueUrl,
        of(QueueUrl).filter(({ id }) => id !== ReceiptHandle),
      );
      return {};
    }
    throw new Error('unknown command');
  };
  const system = {
    sqs: { send },
    bucket: 'inbox',
    queues: {
      ordinary: { queue: 'link', deadLetters: 'link-dlq' },
      priority: { queue: 'first', deadLetters: 'first-dlq' },
    },
  } as unknown as ReplaySystem;
  const bodies = (url: string) => of(url).map(({ body }) => body);
  return { system, bodies, calls };
}

const event = (key: string): string =>
  JSON.stringify({
    Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'inbox' }, object: { key } } }],
  });

describe('link replay', () => {
  const many = Array.from({ length: 23 }, (_, i) => event(`inbox/file-${i}.csv`));

  test('puts everything back, each message sent before it is deleted', async () => {
    const { system, bodies, calls } = queues({ 'link-dlq': [...many, 'poison'], 'first-dlq': [] });
    const world = terminal();
    expect(await runReplay([], world, async () => system)).toBe(0);
    expect(bodies('link-dlq')).toEqual([]);
    expect(bodies('link')).toEqual([...many, 'poison']);
    expect(world.said.join('')).toContain('通常: 24 件のうち 24 件を戻しました（読めないメッセージ 1 件）');
    expect(world.said.join('')).toContain('inbox/file-7.csv');
    expect(world.said.join('')).toContain('優先: DLQ は空です');
    expect(calls.indexOf('SendMessageCommand')).toBeLessThan(calls.indexOf('DeleteMessageCommand'));
  });

  test('only looks in a dry run, and says that something is left', async () => {
    const { system, bodies } = queues({ 'link-dlq': [], 'first-dlq': many.slice(0, 2) });
    const world = terminal();
    expect(await runReplay(['--dry-run', '--json', '--queue', 'priority'], world, async () => system)).toBe(
      1,
    );
    expect(bodies('first-dlq')).toHaveLength(2);
    expect(bodies('first')).toEqual([]);
    expect(JSON.parse(world.said.join(''))).toEqual([
      {
        queue: 'priority',
        found: 2,
        replayed: 0,
        files: ['inbox/file-0.csv', 'inbox/file-1.csv'],
        unreadable: 0,
      },
    ]);
  });

  test('does not understand another queue', async () => {
    const world = terminal();
    expect(await runReplay(['--queue', 'x'], world, () => Promise.reject(new Error('opened')))).toBe(2);
    expect(world.complained.join('')).toContain('--queue は ordinary か priority です。');
  });
});
