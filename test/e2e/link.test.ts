import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { createClosureStore } from '../../functions/closures/index.ts';
import { formatFileName, type RowFileName } from '../../functions/linkage/index.ts';
import { createDocumentClient } from '../../functions/shared/aws.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { replaySystem, runReplay } from '../../scripts/link/replay.ts';
import { newHousehold, ownRows } from '../../simulator/sample/own-rows.ts';
import { jsonOf, kioskOverHttp } from '../support/kiosk.ts';
import { linkInbox } from '../support/link-inbox.ts';
import { inkOf, inkText } from '../support/paper.ts';
import type { Card } from '../support/sample-people.ts';
import { testStack } from '../support/stack.ts';

const kiosk = await kioskOverHttp();
const DATE = MunicipalityCode.parse('012335');
const NOBODYS = MunicipalityCode.parse('013331');
const inbox = linkInbox(DATE);
const stack = testStack();
const closures = createClosureStore({
  client: createDocumentClient({
    environment: { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: stack.endpoint },
  }),
  table: stack.staffTable,
});

const bodyOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Somebody who has come through the link with record and card. */
async function arrived(household = newHousehold(), order = 1) {
  const person = ownRows(DATE, household, order);
  await Promise.all([
    inbox.send('resident', [person.resident(1000)]),
    inbox.send('serial', [person.serialRow(1000)]),
  ]);
  return person;
}

/** Everything that a kiosk prints for this card now. */
async function printed(card: Card, changes: Parameters<typeof kiosk.wish>[1] = {}): Promise<string> {
  const { pdf } = await kiosk.issued(kiosk.wish(card, changes));
  return (await inkOf(pdf)).map(inkText).join('\n');
}

async function refusedWith(card: Card) {
  const request = kiosk.wish(card);
  const answer = await kiosk.ask('/v1/issue', request);
  return { answer: jsonOf(answer), reasons: (await kiosk.recordOf(request))?.reasons };
}

/** The refusal of everybody whose copy is made of a feed of which a file has failed. */
const failedFile = ({ feed, fileNumber }: RowFileName) => ({
  answer: { code: 'KSK-1002' },
  reasons: [{ code: 'ISS-1005', detail: `${feed}:failed-file:regular:1-${fileNumber}` }],
});

const count = (read: number, applied: number, superseded: number, rejected: number) => ({
  read,
  applied,
  superseded,
  rejected,
});

describe('what a link file changes, the kiosk prints', () => {
  test('a newer row is printed; an older one that comes later changes nothing', async () => {
    const person = await arrived();
    expect(await printed(person.card)).toContain(`連携　見本${person.mark}`);
    const renamed = `改名　見本${person.mark}`;
    const { state } = await inbox.send('resident', [person.resident(1010, { fullName: renamed })]);
    expect(state.counts).toEqual(count(1, 1, 0, 0));
    expect(await printed(person.card)).toContain(renamed);

    const late = await inbox.send('resident', [person.resident(1005, { fullName: `遅着　${person.mark}` })]);
    expect(late.state.counts).toEqual(count(1, 0, 1, 0));
    expect(await printed(person.card)).toContain(renamed);
  });

  test('a file that comes twice is applied once', async () => {
    const person = await arrived();
    const { name, bytes, state } = await inbox.send('resident', [
      person.resident(1010, { address: `北海道伊達市末永町${person.mark}` }),
    ]);
    expect(state).toMatchObject({ counts: count(1, 1, 0, 0), repeats: 0 });
    await inbox.putFile(name, bytes);
    const again = await inbox.untilState(name, 'applied', ({ repeats }) => repeats > 0);
    expect(again.counts).toEqual(state.counts);
    expect(await printed(person.card)).toContain(`北海道伊達市末永町${person.mark}`);
  });

  test('the counts of a file with rows of every kind add up', async () => {
    const [changed, stale, broken, fresh] = [
      await arrived(),
      await arrived(),
      await arrived(),
      ownRows(DATE),
    ];
    const { state } = await inbox.send('resident', [
      changed.resident(1010),
      stale.resident(900),
      broken.resident(1010, { transferPending: 'x' as never }),
      fresh.resident(1010),
    ]);
    expect(state.counts).toEqual(count(4, 2, 1, 1));
    // The first two lines are the header and the headings.
    expect(state.rejections).toEqual([{ line: 5, column: '転出予定', rule: 'flag' }]);
  });

  test('somebody who moves between households leaves the one and joins the other', async () => {
    const [from, to] = [newHousehold(), newHousehold()];
    const stays = await arrived(from, 1);
    const moves = await arrived(from, 2);
    const host = await arrived(to, 1);
    expect(await printed(stays.card, { scope: 'household' })).toContain(`連携　見本${moves.mark}`);
    await inbox.send('resident', [
      moves.resident(1010, {
        householdId: to,
        householdOrder: '2',
        address: `北海道伊達市網代町${host.mark}`,
      }),
    ]);
    expect(await printed(stays.card, { scope: 'household' })).not.toContain(`連携　見本${moves.mark}`);
    expect(await printed(host.card, { scope: 'household' })).toContain(`連携　見本${moves.mark}`);
    expect(await printed(moves.card)).toContain(`北海道伊達市網代町${host.mark}`);
  });

  test('somebody who has moved out is refused and is on nobody’s copy any more', async () => {
    const household = newHousehold();
    const stays = await arrived(household, 1);
    const leaves = await arrived(household, 2);
    await inbox.send('resident', [leaves.resident(1010, { state: '転出' })]);
    expect(await refusedWith(leaves.card)).toMatchObject({
      answer: { code: 'KSK-1003' },
      reasons: [{ code: 'ISS-1201' }],
    });
    expect(await printed(stays.card, { scope: 'household' })).not.toContain(`連携　見本${leaves.mark}`);
  });
});

describe('what is wrong with a file or a row', () => {
  test('a file whose sum is wrong is refused whole, and its state names the line and the rule', async () => {
    const [known, unknown] = [await arrived(), ownRows(DATE)];
    const name = await inbox.newName('resident');
    const bytes = bodyOf(
      inbox.bytesOf(name, [known.resident(1010, { fullName: `改竄　${known.mark}` }), unknown.resident(1)]),
    );
    const sum = /,([0-9a-f]{64})\n$/.exec(bytes)?.[1] ?? '';
    const other = (sum.startsWith('0') ? '1' : '0') + sum.slice(1);
    await inbox.putFile(name, Buffer.from(bytes.replace(sum, other)));
    const { refusal } = await inbox.untilState(name, 'refused');
    expect(refusal).toMatchObject({ rule: 'checksum', line: 5 });
    // What it would have said is not known: nobody gets a copy until it has come in order.
    const failed = failedFile(name);
    expect(await refusedWith(known.card)).toMatchObject(failed);
    expect((await refusedWith(unknown.card)).reasons).toEqual([...failed.reasons, { code: 'ISS-1101' }]);

    // The same number again, in order this time.
    await inbox.putFile(name, Buffer.from(bytes));
    await inbox.untilState(name, 'applied');
    expect(await printed(known.card)).toContain(`改竄　${known.mark}`);
  });

  test('a file that is cut off is refused whole', async () => {
    const person = await arrived();
    const name = await inbox.newName('resident');
    const bytes = inbox.bytesOf(name, [person.resident(1010, { fullName: `切断　${person.mark}` })]);
    await inbox.putFile(name, bytes.slice(0, -30));
    expect(await inbox.untilState(name, 'refused')).toMatchObject({ refusal: { rule: 'trailer' } });
    expect(await refusedWith(person.card)).toMatchObject(failedFile(name));
    await inbox.putFile(name, bytes);
    await inbox.untilState(name, 'applied');
    expect(await printed(person.card)).toContain(`切断　${person.mark}`);
  });

  test('a file with another city in its first record than in its name is refused whole', async () => {
    const person = await arrived();
    const name = await inbox.newName('resident');
    const elsewhere = { ...name, municipality: MunicipalityCode.parse('012301') };
    await inbox.putFile(
      name,
      inbox.bytesOf(elsewhere, [person.resident(1010, { fullName: `他市　${person.mark}` })]),
    );
    expect(await inbox.untilState(name, 'refused')).toMatchObject({
      refusal: { rule: 'header-mismatch', line: 1, column: '団体コード' },
    });
    expect(await inbox.files.readFile(elsewhere)).toBeUndefined();
    expect(await refusedWith(person.card)).toMatchObject(failedFile(name));
    await inbox.putFile(name, inbox.bytesOf(name, []));
    await inbox.untilState(name, 'applied');
    expect(await printed(person.card)).toContain(`連携　見本${person.mark}`);
  });

  test('another content under a number that is taken changes nothing and closes its feed', async () => {
    // A city of which no other test is made: only a full file would open the feed again.
    const elsewhere = linkInbox(NOBODYS);
    const { name, bytes, state } = await elsewhere.send('koseki-index', []);
    await elsewhere.putFile(name, elsewhere.bytesOf(name, []));
    const after = await elsewhere.untilState(
      name,
      'applied',
      ({ laterRefusal }) => laterRefusal !== undefined,
    );
    expect(after).toMatchObject({ counts: state.counts, laterRefusal: { rule: 'name-reused' } });
    const latches = await closures.readLatches(NOBODYS);
    const part = `koseki-index:failed-file:regular:1-${name.fileNumber}`;
    expect(latches.filter((latch) => latch.part === part).map(({ type }) => type)).toEqual([
      'family-register',
      'family-register-supplement',
    ]);
    await elsewhere.putFile(name, bytes);
    await elsewhere.untilState(name, 'applied', ({ repeats }) => repeats > 0);
  });

  test('one bad row closes its person until a newer good one, and keeps nobody else', async () => {
    const [good, bad] = [await arrived(), await arrived()];
    const moved = `北海道伊達市松ヶ枝町${good.mark}`;
    const { name, state } = await inbox.send('resident', [
      bad.resident(1010, { dateOfBirth: '1978-04-06' }),
      good.resident(1010, { address: moved }),
    ]);
    expect(state).toMatchObject({
      counts: count(2, 1, 0, 1),
      rejections: [{ line: 3, column: '生年月日', rule: 'birth-date-mismatch' }],
    });
    expect(formatFileName(name)).toMatch(/^012335-resident-diff-1-\d+\.csv$/);
    expect(await printed(good.card)).toContain(moved);
    const closed = { answer: { code: 'KSK-1005' }, reasons: [{ code: 'ISS-1209' }] };
    expect(await refusedWith(bad.card)).toMatchObject(closed);

    await inbox.send('resident', [bad.resident(1009)]);
    expect(await refusedWith(bad.card)).toMatchObject(closed);
    await inbox.send('resident', [bad.resident(1011)]);
    expect(await printed(bad.card)).toContain(`連携　見本${bad.mark}`);
  });
});

describe('what closes somebody', () => {
  test('a restriction overtakes a long file in the other lane and works within a minute', async () => {
    const [person, crowd] = [await arrived(), Array.from({ length: 800 }, () => ownRows(DATE))];
    const long = await inbox.newName('resident');
    await inbox.putFile(
      long,
      inbox.bytesOf(
        long,
        crowd.map((other) => other.resident(1)),
      ),
    );
    const sentAt = Date.now();
    await inbox.send('restriction', [person.restriction(2000)]);
    const overtaken = (await inbox.files.readFile(long))?.state.state;
    expect(await refusedWith(person.card)).toMatchObject({
      answer: { code: 'KSK-1005' },
      reasons: [{ code: 'ISS-1207' }],
    });
    expect(Date.now() - sentAt).toBeLessThan(60_000);
    expect(overtaken).not.toBe('applied');
    await inbox.untilState(long, 'applied');

    await inbox.send('restriction', [person.restriction(2001, { state: '解除' })]);
    expect(await printed(person.card)).toContain(`連携　見本${person.mark}`);
  });

  test('a restriction of somebody closes the household’s copies too', async () => {
    const household = newHousehold();
    const [first, second] = [await arrived(household, 1), await arrived(household, 2)];
    await inbox.send('restriction', [second.restriction(2000)]);
    for (const { card } of [first, second])
      expect(await refusedWith(card)).toMatchObject({ reasons: [{ code: 'ISS-1207' }] });
  });

  test('a restriction in the wrong folder is refused, so that it cannot wait behind others', async () => {
    const person = await arrived();
    const name = await inbox.newName('restriction');
    await inbox.put(`inbox/${formatFileName(name)}`, inbox.bytesOf(name, [person.restriction(2000)]));
    expect(await inbox.untilState(name, 'refused')).toMatchObject({ refusal: { rule: 'lane' } });
    expect((await refusedWith(person.card)).reasons).toMatchObject([{ code: 'ISS-1005' }]);
    await inbox.putFile(name, inbox.bytesOf(name, [person.restriction(2000)]));
    await inbox.untilState(name, 'applied');
    expect((await refusedWith(person.card)).reasons).toMatchObject([{ code: 'ISS-1207' }]);
  });

  test('a serial that is revoked ends, the other one of the person goes on', async () => {
    const person = await arrived();
    const serial = `${person.card.serial.slice(0, -4)}F00D`;
    await inbox.send('serial', [person.serialRow(1001, { serial, medium: 'スマートフォン' })]);
    const phone = { ...person.card, serial } as Card;
    await inbox.send('serial', [person.serialRow(1002, { state: '失効' })]);
    expect(await refusedWith(person.card)).toMatchObject({
      answer: { code: 'KSK-1004' },
      reasons: [{ code: 'ISS-1102' }],
    });
    expect(await printed(phone)).toContain(`連携　見本${person.mark}`);
  });
});

describe('what is not known to be up to date', () => {
  const parts = async () =>
    new Set(
      (await closures.readLatches(DATE)).flatMap(({ part }) => (part?.startsWith('resident:') ? [part] : [])),
    );

  test('a missing file closes with its number, and the file itself opens again', async () => {
    const person = await arrived();
    const lost = await inbox.newName('resident');
    const { name } = await inbox.send('resident', []);
    expect(name.fileNumber).toBe(lost.fileNumber + 1);
    const part = `resident:gap:regular:${lost.fileNumber}-${lost.fileNumber}`;
    expect(await refusedWith(person.card)).toMatchObject({
      answer: { code: 'KSK-1002' },
      reasons: [{ code: 'ISS-1005', detail: part }],
    });
    await expect.poll(parts, { timeout: 10_000 }).toContain(part);

    await inbox.putFile(
      lost,
      inbox.bytesOf(lost, [person.resident(1010, { fullName: `遅参　${person.mark}` })]),
    );
    await inbox.untilState(lost, 'applied');
    await expect.poll(parts, { timeout: 10_000 }).not.toContain(part);
    expect(await printed(person.card)).toContain(`遅参　${person.mark}`);
  });

  test('a row that names nobody closes its feed until the file has come mended under its own number', async () => {
    const person = await arrived();
    const { name, state } = await inbox.send('resident', [
      person.resident(1010),
      person.resident(1011, { personId: '' }),
    ]);
    expect(state).toMatchObject({ counts: count(2, 1, 0, 1), unmarked: 1 });
    expect(await refusedWith(person.card)).toMatchObject(failedFile(name));
    await inbox.putFile(name, inbox.bytesOf(name, [person.resident(1010), person.resident(1011)]));
    await inbox.untilState(name, 'applied', ({ unmarked }) => unmarked === 0);
    await expect.poll(async () => [...(await parts())], { timeout: 10_000 }).toEqual([]);
    expect(await printed(person.card)).toContain(`連携　見本${person.mark}`);
  });

  test('an urgent file takes away and gives nothing', async () => {
    const [dead, other] = [await arrived(), await arrived()];
    const { name, state } = await inbox.send(
      'resident',
      [dead.resident(1010, { state: '死亡' }), other.resident(1010)],
      'urgent',
    );
    expect(formatFileName(name)).toMatch(/-urgent-1-/);
    expect(state).toMatchObject({ counts: count(2, 1, 0, 1), rejections: [{ rule: 'not-negative' }] });
    expect((await refusedWith(dead.card)).reasons).toMatchObject([{ code: 'ISS-1202' }]);
    expect((await refusedWith(other.card)).reasons).toMatchObject([{ code: 'ISS-1209' }]);
  });

  test('dead letters are put back, and what they name is taken in again', async () => {
    const { name } = await inbox.send('resident', []);
    const key = `inbox/${formatFileName(name)}`;
    const event = {
      eventName: 's3:ObjectCreated:Put',
      s3: { bucket: { name: stack.inboxBucket }, object: { key } },
    };
    const system = replaySystem(stack);
    await system.sqs.send(
      new SendMessageCommand({
        QueueUrl: system.queues.ordinary.deadLetters,
        MessageBody: JSON.stringify({ Records: [event] }),
      }),
    );
    const said: string[] = [];
    const world = {
      write: (text: string) => void said.push(text),
      complain: (text: string) => void said.push(text),
    };
    expect(await runReplay(['--queue', 'ordinary'], world, async () => system)).toBe(0);
    expect(said.join('')).toContain(key);
    await inbox.untilState(name, 'applied', ({ repeats }) => repeats > 0);
    expect(await runReplay([], world, async () => system)).toBe(0);
    expect(said.at(-1)).toBe('優先: DLQ は空です\n');
  });
});
