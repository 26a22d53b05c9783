import { setTimeout as pause } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Feed, inboxKey } from '../../functions/linkage/index.ts';
import { createSqsClient } from '../../functions/shared/aws.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { LOG_CATALOGUE, type LogCode } from '../../functions/shared/log-catalogue.ts';
import { ownRows } from '../../simulator/sample/own-rows.ts';
import { deleteLog, fileLogs, functionLogs, type LogEntry, writeLog } from '../support/engine-logs.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine, newRequestId } from '../support/issuing.ts';
import { kioskOverHttp } from '../support/kiosk.ts';
import { cell, linkRows } from '../support/link-files.ts';
import { linkInbox } from '../support/link-inbox.ts';
import { readings, scan } from '../support/log-scanner.ts';
import { staffBrowser } from '../support/staff.ts';

// Runs after all other end-to-end tests: whatever they have made the functions say is looked through as well.

const kiosk = await kioskOverHttp();
const { deps, stack } = issuingOnEngine();
const DATE = MunicipalityCode.parse('012335');
const MURORAN = MunicipalityCode.parse('012050');

/** Columns of the link files whose words are somebody's. Dates are needles as they are printed and as days. */
const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  name: ['氏名', '氏名の振り仮名', '世帯主氏名', '筆頭者', '通称'],
  address: ['住所', '方書', '従前の住所', '本籍'],
  'date of birth': ['生年月日（印字）', '生年月日'],
  'person number': ['宛名番号'],
  'household number': ['世帯番号'],
  serial: ['シリアル番号'],
  'residence card number': ['在留カード番号'],
  'individual number': ['個人番号'],
};

/** The same of whatever the registry has been told, by the properties of its items. */
const STORED: Readonly<Record<string, string>> = {
  fullName: 'name',
  fullNameKana: 'name',
  headOfHousehold: 'name',
  familyRegisterHead: 'name',
  alternativeName: 'name',
  address: 'address',
  buildingNameEtc: 'address',
  previousAddress: 'address',
  registeredDomicile: 'address',
  personId: 'person number',
  householdId: 'household number',
  serial: 'serial',
  residenceCardNumber: 'residence card number',
};

/** Days on which the logs themselves were written: a child born then has no birthday that could be told apart. */
const LOG_DAYS = [-1, 0, 1].map((days) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
);

async function needles(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const add = (word: string, kind: string): void => {
    if (word.length >= 4 && !LOG_DAYS.includes(word)) found.set(word, kind);
  };
  for (const feed of Feed.options)
    for (const { cells } of linkRows(stack.world, feed))
      for (const [kind, headings] of Object.entries(PERSONAL))
        for (const heading of headings) if (heading in cells) add(cell(cells, heading), kind);

  const collect = (value: unknown, name = ''): void => {
    if (typeof value === 'string') {
      const kind = STORED[name];
      if (kind !== undefined) add(value, kind);
    } else if (value !== null && typeof value === 'object') {
      if (name === 'dateOfBirth') for (const text of Object.values(value)) add(String(text), 'date of birth');
      else for (const [inner, item] of Object.entries(value)) collect(item, inner);
    }
  };
  let from: Record<string, unknown> | undefined;
  do {
    const page = await kiosk.client.send(
      new ScanCommand({
        TableName: stack.registryTable,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    collect(page.Items ?? []);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

/** What only this test says, in the hope that something repeats it. */
const PLANTED = {
  name: '秘匿　露見子',
  address: '北海道伊達市秘匿町八番地九号',
  'date of birth': '昭和41年12月31日',
  'person number': '987654321098765',
  'household number': '987654321012345',
  serial: 'DEADBEEFCAFE0123456789ABCDEF4711',
} as const;

/** Errors of every part, each with somebody's data in the place where it went wrong. */
async function plantErrors(): Promise<void> {
  const inbox = linkInbox(DATE);
  const person = ownRows(DATE);
  const { name, address, serial } = PLANTED;
  const number = PLANTED['person number'];

  const broken = await inbox.newName('resident');
  const rows = [
    { ...person.resident(1), personId: number, transferPending: name, dateOfBirth: address },
    { ...person.resident(2), personId: name, number: address, fullName: `${name}\ufffd` },
    { ...person.resident(3), personId: number, householdId: PLANTED['household number'], sex: '' },
  ];
  await inbox.putFile(broken, inbox.bytesOf(broken, rows));
  const serials = await inbox.newName('serial');
  await inbox.putFile(
    serials,
    inbox.bytesOf(serials, [person.serialRow(4, { serial: `${serial}-${name}` })]),
  );

  const refused = await Promise.all(Array.from({ length: 4 }, () => inbox.newName('resident')));
  const [cut, header, sum, encoding] = refused;
  if (cut === undefined || header === undefined || sum === undefined || encoding === undefined)
    throw new Error('no name');
  const bytesOf = (file: typeof cut): Uint8Array =>
    inbox.bytesOf(file, [person.resident(5, { fullName: name, address })]);
  await inbox.putFile(cut, bytesOf(cut).slice(0, -80));
  await inbox.putFile(header, Buffer.from(`${name},${number}\n${address}\n`));
  await inbox.putFile(sum, Buffer.from(Buffer.from(bytesOf(sum)).toString().replace('女', name)));
  await inbox.putFile(
    encoding,
    Buffer.concat([bytesOf(encoding), Buffer.from([0xff, 0xfe]), Buffer.from(name)]),
  );
  await inbox.put(`inbox/${name}-${number}.csv`, `${name},${address}\n`);
  await inbox.put(`inbox/${inboxKey(broken).split('/')[1]}.${serial}`, name);
  const sqs = createSqsClient({
    environment: { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: stack.endpoint },
  });
  for (const MessageBody of [`${name} ${number}`, JSON.stringify({ Records: [{ name, number }] })])
    await sqs.send(new SendMessageCommand({ QueueUrl: stack.linkQueueUrl, MessageBody }));

  const { center } = kiosk;
  const post = (path: string, body: string) => center.send({ method: 'POST', path, body });
  const wish = kiosk.wish({ municipality: MURORAN, issuer: 'JPKI-AUTH-03', serial } as never);
  for (const path of ['/v1/menu', '/v1/issue', '/v1/result']) {
    await post(path, `{"name":"${name}","personId":"${number}"`);
    await post(path, JSON.stringify({ ...wish, fullName: name, address, [name]: number }));
    await post(path, JSON.stringify({ ...wish, requestId: number, subjects: [name] }));
  }
  await post('/v1/issue', JSON.stringify(wish));
  const escaped = encodeURIComponent(name);
  for (const path of [
    `/v1/requests/${number}?municipality=${MURORAN}`,
    `/v1/requests/${number}?municipality=${escaped}`,
    `/v1/requests/${escaped}?municipality=${MURORAN}`,
    `/v1/persons/${number}?name=${escaped}`,
    `/v1/menu/${number}`,
  ])
    await center.send({ method: 'GET', path });
  await center.send({
    method: 'POST',
    path: '/v1/issue',
    body: JSON.stringify(wish),
    headers: { 'x-person': number, 'user-agent': `kiosk of ${number} ${serial}`, 'x-kofu-key-id': number },
  });

  const browser = staffBrowser();
  await browser.signIn(DATE, name, `${name}${number}`);
  await browser.signIn(DATE, 'mihon-kanri', address);
  await browser.signIn(DATE, 'mihon-kanri', 'mihon-no-aikotoba');
  for (const path of [
    `api/history/${number}`,
    `api/history/${escaped}`,
    `api/history?day=${escaped}`,
    escaped,
  ])
    await browser.get(path);
  await browser.send('POST', `api/${number}`, { name, address });
}

/** An item of the registry that no longer is what the program reads: a defect, with data all around it. */
async function plantDefect(): Promise<void> {
  const household = await ownHousehold(deps.registry, MURORAN, 1, {
    fullName: PLANTED.name,
    address: PLANTED.address,
  });
  const personId = household.members[0]?.personId ?? '';
  const Key = { pk: `P#${MURORAN}#${sha256Hex(personId).slice(0, 2)}`, sk: `${personId}#resident` };
  const { Item } = await kiosk.client.send(new GetCommand({ TableName: stack.registryTable, Key }));
  if (Item === undefined) throw new Error('no such item');
  const put = (changed: Record<string, unknown>) =>
    kiosk.client.send(new PutCommand({ TableName: stack.registryTable, Item: changed }));
  const fact = z.record(z.string(), z.unknown()).parse(Item['fact']);
  await put({ ...Item, fact: { ...fact, dateOfBirth: PLANTED['date of birth'], state: PLANTED.name } });
  const requestId = newRequestId();
  const answer = await kiosk.center.issue(kiosk.wish(household, { requestId })).finally(() => put(Item));
  expect(answer).toMatchObject({ ok: false, error: { problem: { code: 'KSK-2001' } } });
  await kiosk.client.send(
    new DeleteCommand({
      TableName: stack.issuanceTable,
      Key: { pk: `R#${MURORAN}#${requestId}`, sk: 'record' },
    }),
  );
}

/** What the planted errors make the functions say, and how often at least. */
const SPOKEN: Readonly<Partial<Record<LogCode, number>>> = {
  'LNK-2001': 2,
  'LNK-3001': 4,
  'LNK-3003': 2,
  'LNK-3004': 2,
  'LNK-5002': 2,
  'HTTP-1002': 15,
  'HTTP-5001': 1,
};

const countOf = (lines: readonly LogEntry[], code: string): number =>
  lines.filter(({ text }) => text.includes(`"code":"${code}"`)).length;

/** All lines as soon as the planted errors are among them: the engine writes a function's lines when it has ended. */
async function untilSpoken(before: readonly LogEntry[]): Promise<readonly LogEntry[]> {
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(1_000)) {
    const lines = await functionLogs();
    const silent = Object.entries(SPOKEN).filter(
      ([code, times]) => countOf(lines, code) < countOf(before, code) + times,
    );
    if (silent.length === 0) return lines;
  }
  throw new Error('not all of the planted errors came into the logs');
}

/** What is in the functions' logs without being theirs: the engine's frame and Node's own notices. */
const FRAME = /^(START|END|REPORT) RequestId: /;

describe('the scanner', () => {
  const hidden = PLANTED.name;
  const unicode = [...hidden].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  const nested = JSON.stringify({ body: JSON.stringify({ inner: JSON.stringify({ who: hidden }) }) });
  const cases: readonly (readonly [string, string])[] = [
    ['plain', `error: ${hidden} was not found`],
    ['as a value of JSON', JSON.stringify({ message: hidden })],
    ['escaped', `{"message":"${unicode}"}`],
    ['escaped and put into JSON again', JSON.stringify({ text: `{"message":"${unicode}"}` })],
    ['in JSON in JSON in JSON', nested],
    ['in a path', `GET /v1/requests/${encodeURIComponent(hidden)}`],
    ['in BASE64', `{"body":"${Buffer.from(`{"who":"${hidden}"}`).toString('base64')}"}`],
  ];

  test.each(cases)('finds a name that is written %s', (_name, text) => {
    const wanted = new Map([[hidden, 'name']]);
    expect(scan([{ source: 'test', text }], wanted)).toEqual([{ kind: 'name', source: 'test', line: 1 }]);
    expect(scan([{ source: 'test', text }], new Map([['別人　名子', 'name']]))).toEqual([]);
  });

  test('finds numbers, dates and serials, and nothing where there is nothing', () => {
    const wanted = new Map(Object.entries(PLANTED).map(([kind, word]) => [word, kind]));
    const text = Object.values(PLANTED).join(' / ');
    expect(new Set(scan([{ source: 'test', text }], wanted).map(({ kind }) => kind))).toEqual(
      new Set(Object.keys(PLANTED)),
    );
    expect(scan([{ source: 'test', text: '{"code":"HTTP-1001","elapsedMs":12}' }], wanted)).toEqual([]);
    expect(() => scan([], new Map([['男', 'sex']]))).toThrow('too short');
  });

  test('reads a line in all ways at once and comes to an end', () => {
    expect(readings('{"a":"\\u79d8%E5%8C%BF"}')).toContain('{"a":"秘匿"}');
    expect(readings('\\'.repeat(50)).length).toBeLessThan(10);
  });
});

describe('the logs of the whole run', () => {
  test('are what is looked through: a name in any log group is found', async () => {
    const logGroupName = `/kofu-test/${newRequestId()}`;
    const text = JSON.stringify({ code: 'HTTP-1001', route: `GET /v1/requests/${PLANTED.name}` });
    await writeLog(logGroupName, text);
    try {
      const found = scan(await functionLogs(), new Map([[PLANTED.name, 'name']]));
      expect(found.map(({ source, kind }) => [source, kind])).toEqual([[logGroupName, 'name']]);
    } finally {
      await deleteLog(logGroupName);
    }
  });

  test('hold nobody’s name, address, birthday, number or serial, and only catalogued lines', async () => {
    const before = await functionLogs();
    await plantErrors();
    await plantDefect();
    const lines = await untilSpoken(before);

    const ours = lines.filter(
      ({ source, text }) => source.startsWith('/aws/lambda/kofu-local-') && text !== '' && !FRAME.test(text),
    );
    for (const { source, text } of ours) {
      const line = lineOf(text);
      if (line === undefined) throw new Error(`${source} has a line that is not of the catalogue`);
      const { at, code, level, event, ...fields } = line;
      const entry = LOG_CATALOGUE[code as LogCode];
      expect([source, code, level, event]).toEqual([source, code, entry?.level, entry?.event]);
      expect(String(at)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/);
      // What CloudWatch counts is said beside the fields, of fields only.
      const allowed: readonly string[] = [...(entry?.fields ?? []), ...('metrics' in entry ? ['_aws'] : [])];
      expect(Object.keys(fields).filter((field) => !allowed.includes(field))).toEqual([]);
    }

    const wanted = await needles();
    for (const [kind, word] of Object.entries(PLANTED)) wanted.set(word, kind);
    expect(wanted.size).toBeGreaterThan(3_000);
    const engine = await fileLogs();
    expect(engine.length).toBeGreaterThan(50);
    expect(scan([...lines, ...engine], wanted)).toEqual([]);
  });
});

function lineOf(text: string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
