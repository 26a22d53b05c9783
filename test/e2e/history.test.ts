import { createHash, randomBytes } from 'node:crypto';
import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, test } from 'vitest';
import { CasePage } from '../../functions/cases/contract.ts';
import {
  createCaseStore,
  EVIDENCE_KEY_CONTEXT,
  keepEvidence,
  openingOf,
} from '../../functions/cases/index.ts';
import { DiscrepancyReport } from '../../functions/discrepancies/contract.ts';
import { DEFAULT_LAYOUT } from '../../functions/discrepancies/default-layout.ts';
import { HistoryDetails, HistoryPage, type HistoryRow } from '../../functions/history/contract.ts';
import { SessionView } from '../../functions/operators/contract.ts';
import { createOperator, createOperatorStore } from '../../functions/operators/index.ts';
import { createKmsClient } from '../../functions/shared/aws.ts';
import { createEnvelopeCipher } from '../../functions/shared/envelope-cipher.ts';
import { OperatorId, Permission } from '../../functions/shared/http/staff.ts';
import { StaffProblem } from '../../functions/shared/http/staff-problem.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { PUBLIC_REFUSALS, REFUSALS } from '../../functions/shared/refusals.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { LocalDate } from '../../functions/shared/time.ts';
import type { RawAnswer } from '../../simulator/center.ts';
import { setUpOperators } from '../../simulator/sample/operators.ts';
import { auditSince } from '../support/audit.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine, newRequestId } from '../support/issuing.ts';
import { jsonOf, kioskOverHttp } from '../support/kiosk.ts';
import { staffBrowser } from '../support/staff.ts';

const kiosk = await kioskOverHttp();
const { deps } = issuingOnEngine();
const MURORAN = MunicipalityCode.parse('012050');
const NOBORIBETSU = MunicipalityCode.parse('012301');
const startedAt = Date.now();

const operators = await setUpOperators(kiosk.stack);
const passwordOf = (municipality: string, operatorId: string): string => {
  const found = operators.find(
    (operator) => operator.municipality === municipality && operator.operatorId === operatorId,
  );
  if (found === undefined) throw new Error('no such operator');
  return found.password;
};

async function signedIn(operatorId: string, municipality: MunicipalityCode = MURORAN) {
  const browser = staffBrowser();
  const answer = await browser.signIn(municipality, operatorId, passwordOf(municipality, operatorId));
  expect(answer.status).toBe(200);
  return browser;
}

/** `2026/11/23 09:15:00` in Japan. */
const localTime = (at: number): string =>
  new Date(at + 9 * 3_600_000).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');

/** CP932, of which Node knows only the way back: every character of two bytes is looked up once. */
function cp932Of(text: string): Uint8Array {
  const decoder = new TextDecoder('shift_jis');
  const bytesOf = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfc; lead += 1)
    for (let trail = 0x40; trail <= 0xfc; trail += 1)
      bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Uint8Array.from(
    [...text].flatMap((character) =>
      character < '\u0080' ? [character.charCodeAt(0)] : (bytesOf.get(character) ?? []),
    ),
  );
}

const problemOf = (answer: RawAnswer) => StaffProblem.parse(jsonOf(answer));
const todayInJapan = (): string => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
const eventsOf = () => auditSince(kiosk.client, kiosk.stack.auditTable, MURORAN, startedAt);

async function detailsOf(
  browser: ReturnType<typeof staffBrowser>,
  requestId: string,
): Promise<HistoryDetails> {
  const answer = await browser.get(`api/history/${requestId}`);
  expect(answer.status).toBe(200);
  return HistoryDetails.parse(jsonOf(answer));
}

/** The line of today's list: the newest come first, and what was just made cannot be far behind. */
async function rowOf(
  browser: ReturnType<typeof staffBrowser>,
  requestId: string,
  filter = '',
): Promise<HistoryRow | undefined> {
  let cursor = '';
  for (let page = 0; page < 2; page += 1) {
    const answer = await browser.get(`api/history?day=${todayInJapan()}${filter}${cursor}`);
    expect(answer.status).toBe(200);
    const { rows, cursor: next } = HistoryPage.parse(jsonOf(answer));
    const row = rows.find((candidate) => candidate.requestId === requestId);
    if (row !== undefined || next === null) return row;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
  return undefined;
}

describe('what must not be forgotten (INV-8)', () => {
  const OPERATOR = ['mihon-kanri', 'mihon-kanri-2'] as const;
  const caseIds = async (browser: ReturnType<typeof staffBrowser>): Promise<string[]> => {
    const answer = await browser.get('api/cases?state=open');
    expect(answer.status).toBe(200);
    return CasePage.parse(jsonOf(answer)).cases.map(({ caseId }) => caseId);
  };

  test('a lost notice, an error and a contradiction are open cases; a list of two people corrects the record', async () => {
    const [first, second] = [await signedIn(OPERATOR[0]), await signedIn(OPERATOR[1])];
    const request = kiosk.wish(await ownHousehold(deps.registry, MURORAN));
    const { requestId } = request;
    const { sha256 } = await kiosk.issued(request);
    const about = { requestId, municipality: MURORAN };
    expect(await kiosk.center.reportError({ ...about, code: 'E-17' })).toMatchObject({ ok: true });
    // Two hours pass for this one request.
    await kiosk.client.send(
      new UpdateCommand({
        TableName: kiosk.stack.issuanceTable,
        Key: { pk: `R#${MURORAN}#${requestId}`, sk: 'record' },
        UpdateExpression: 'SET respondedAt = respondedAt - :hours',
        ExpressionAttributeValues: { ':hours': 7_200_000 },
      }),
    );
    const open = await caseIds(first);
    expect(open).toContain(`${requestId}.center-error.code-E-17`);
    expect(open).toContain(`${requestId}.unknown-end`);

    const { receivedAt = 0 } = (await kiosk.recordOf(request)) ?? {};
    const cells = [
      MURORAN,
      requestId,
      '住民票の写し',
      '交付済',
      localTime(receivedAt),
      '1',
      String(request.feeJpy),
      'S',
      '',
      'T1',
    ];
    const head = Object.values(DEFAULT_LAYOUT.columns);
    const list = cp932Of(`${head.join(',')}\r\n${cells.join(',')}\r\n`);
    const step = (browser: typeof first, name: string) =>
      browser.send('POST', `api/discrepancies/${name}`, list);
    expect(DiscrepancyReport.parse(jsonOf(await step(first, 'propose'))).counts.correct).toBe(1);
    expect(problemOf(await step(first, 'commit')).code).toBe('STF-1413');
    expect((await step(second, 'commit')).status).toBe(200);
    expect(DiscrepancyReport.parse(jsonOf(await step(second, 'commit'))).counts.same).toBe(1);

    const details = await detailsOf(first, requestId);
    expect(details).toMatchObject({ state: 'printed', original: { state: 'unknown' }, isCorrected: true });
    expect(await caseIds(first)).not.toContain(`${requestId}.unknown-end`);
    expect(await kiosk.center.result({ ...about, outcome: 'cancelled' })).toMatchObject({ ok: false });
    expect(await caseIds(first)).toContain(`${requestId}.contradiction.cancelled`);
    const id = `api/cases/${requestId}.center-error.code-E-17`;
    const closing = { reason: 'center-statement', pdfSha256: sha256, reference: 'J-1' };
    expect((await first.send('POST', `${id}/close`, { ...closing, reason: 'retry-worked' })).status).toBe(
      400,
    );
    expect((await first.send('POST', `${id}/close`, closing)).status).toBe(200);
  });

  test('kept bytes come back as they were, to whoever may, and are gone when their case is closed', async () => {
    const browser = await signedIn(OPERATOR[0]);
    const environment = { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: kiosk.stack.endpoint };
    const tables = { issuance: kiosk.stack.issuanceTable, audit: kiosk.stack.auditTable };
    const store = createCaseStore({ client: kiosk.client, tables });
    const bytes = randomBytes(800_000);
    const pdfSha256 = createHash('sha256').update(bytes).digest('hex');
    const about = { municipality: MURORAN, requestId: newRequestId(), kind: 'gate-refusal' } as const;
    const opening = openingOf(deps.newId, { ...about, observed: { pdfSha256 } }, deps.clock());
    expect([await store.open(opening), await store.open(opening)]).toEqual([true, false]);
    const cipher = createEnvelopeCipher({
      kms: createKmsClient({ environment }),
      keyId: kiosk.stack.snapshotKey,
      keyContext: EVIDENCE_KEY_CONTEXT,
      keyUses: 1,
    });
    await keepEvidence({ cipher, store }, opening.case, bytes);
    const path = `api/cases/${opening.case.caseId}`;
    const evidence = await browser.get(`${path}/evidence`);
    expect(Buffer.from(evidence.body).equals(bytes)).toBe(true);
    expect((await browser.send('POST', `${path}/close`, { reason: 'nothing-left', pdfSha256 })).status).toBe(
      200,
    );
    expect((await browser.get(`${path}/evidence`)).status).toBe(404);
    const parts = await kiosk.itemsAt(`V#${MURORAN}#${opening.case.caseId}`);
    expect(parts.map((part) => part['data'])).toEqual(parts.map(() => undefined));
    const seen = (await eventsOf()).filter(({ about: topic }) => topic.caseId === opening.case.caseId);
    expect(seen.map(({ action }) => action)).toEqual(['case.opened', 'case.evidence-read', 'case.closed']);
  });
});

describe('signing in', () => {
  test('the cookie is out of reach for scripts and other sites, and says nothing', async () => {
    const browser = staffBrowser();
    const answer = await browser.signIn(MURORAN, 'mihon-kanri', passwordOf(MURORAN, 'mihon-kanri'));
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toHaveLength(1);
    const [pair = '', ...flags] = (cookies[0] ?? '').split('; ');
    expect(pair).toMatch(/^kofu-session=[A-Za-z0-9_-]{43}$/);
    // On one's own machine there is no HTTPS; a stage with it adds `Secure`.
    expect(flags.sort()).toEqual(['HttpOnly', 'SameSite=Strict']);
    expect(SessionView.parse(jsonOf(answer)).signedIn).toMatchObject({
      operatorId: 'mihon-kanri',
      municipality: { code: MURORAN, name: '室蘭市' },
      permissions: [...Permission.options],
    });
    for (const [header, value] of [
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
    ])
      expect(answer.headers.get(header ?? '')).toBe(value);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('a wrong password, an unknown operator and another city’s operator look alike', async () => {
    const store = createOperatorStore(kiosk.client, kiosk.stack.staffTable);
    const operatorId = OperatorId.parse(`test-${randomBytes(4).toString('hex')}`);
    const staff = { operatorId, municipality: MURORAN, name: '試験', department: '試験課', permissions: [] };
    unwrap(await createOperator({ operators: store, random: randomBytes }, staff, 'correct-horse-battery'));
    const tries = [
      [MURORAN, operatorId, 'wrong-horse-battery'],
      [MURORAN, 'nobody-of-that-name', 'correct-horse-battery'],
      [NOBORIBETSU, operatorId, 'correct-horse-battery'],
      ['999999', operatorId, 'correct-horse-battery'],
    ] as const;
    const answers = await Promise.all(tries.map((wish) => staffBrowser().signIn(wish[0], wish[1], wish[2])));
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(problemOf(answer).code).toBe('STF-1002');
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect(new Set(answers.map(({ body }) => Buffer.from(body).toString('hex'))).size).toBe(1);
    const events = await eventsOf();
    const about = events.filter((event) => event.about.operatorId === operatorId);
    expect(about.map(({ action }) => action)).toEqual(['session.refused']);

    // Four more: locked, and the right password does not open it either.
    for (let attempt = 0; attempt < 4; attempt += 1)
      expect((await staffBrowser().signIn(MURORAN, operatorId, 'wrong-horse-battery')).status).toBe(401);
    expect((await staffBrowser().signIn(MURORAN, operatorId, 'correct-horse-battery')).status).toBe(401);
    const actions = (await eventsOf()).filter((event) => event.about.operatorId === operatorId);
    expect(actions.map(({ action }) => action)).toContain('session.locked');
    await kiosk.client.send(
      new DeleteCommand({
        TableName: kiosk.stack.staffTable,
        Key: { pk: `O#${MURORAN}`, sk: operatorId },
      }),
    );
  });

  test('without a session, or with a made-up one, nothing is shown', async () => {
    for (const headers of [{}, { cookie: `kofu-session=${'A'.repeat(43)}` }, { cookie: 'kofu-session=' }]) {
      const answer = await staffBrowser().send(
        'GET',
        `api/history?day=${todayInJapan()}`,
        undefined,
        headers,
      );
      expect([answer.status, problemOf(answer).code]).toEqual([401, 'STF-1001']);
    }
  });

  test('a request from another site cannot sign in or out, nor can one without the token', async () => {
    const browser = await signedIn('mihon-madoguchi');
    const wish = {
      municipality: MURORAN,
      operatorId: 'mihon-madoguchi',
      password: passwordOf(MURORAN, 'mihon-madoguchi'),
    };
    for (const headers of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: undefined, 'sec-fetch-site': undefined },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      expect(problemOf(await browser.send('POST', 'api/session', wish, headers)).code).toBe('STF-1004');
      expect(problemOf(await browser.send('DELETE', 'api/session', undefined, headers)).code).toBe(
        'STF-1004',
      );
    }
    for (const token of [undefined, 'x', 'A'.repeat(43)]) {
      const answer = await browser.send('DELETE', 'api/session', undefined, { 'x-csrf-token': token });
      expect([answer.status, problemOf(answer).code]).toEqual([403, 'STF-1004']);
    }
    expect((await browser.get(`api/history?day=${todayInJapan()}`)).status).toBe(200);
  });

  test('signing out ends the session for good', async () => {
    const browser = await signedIn('mihon-madoguchi');
    const answer = await browser.send('DELETE', 'api/session');
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^kofu-session=; Max-Age=0; HttpOnly; SameSite=Strict$/);
    expect((await browser.get(`api/history?day=${todayInJapan()}`)).status).toBe(401);
    expect((await eventsOf()).map(({ action }) => action)).toContain('session.signed-out');
  });
});

describe('the history', () => {
  test('an issue just made is in the list of the day and in its details', async () => {
    const browser = await signedIn('mihon-madoguchi');
    const household = await ownHousehold(deps.registry, MURORAN, 2);
    const [applicant, other] = household.members;
    if (applicant === undefined || other === undefined) throw new Error('no member');
    const subjects = [applicant, other].map(({ personId, fullName }) => ({ personId, fullName }));
    const request = kiosk.wish(household, { scope: 'household', options: ['relationship'], copies: 2 });
    const { pdf, sha256 } = await kiosk.issued(request);
    const { requestId } = request;
    const line = {
      requestId,
      state: 'responded',
      type: 'resident-record',
      typeName: '住民票の写し',
      family: 'resident-record',
      scope: 'household',
      applicant: subjects[0],
      subjects,
      copies: 2,
      feeJpy: 300,
      store: request.store,
      origin: 'kiosk',
      isCorrected: false,
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/),
    };
    expect(await rowOf(browser, requestId)).toEqual(line);
    expect(await rowOf(browser, requestId, '&state=responded')).toEqual(line);
    expect(await rowOf(browser, requestId, '&state=cancelled')).toBeUndefined();

    await kiosk.center.result({ requestId, municipality: MURORAN, outcome: 'printed' });
    const details = await detailsOf(browser, requestId);
    expect(details).toMatchObject({
      ...line,
      state: 'printed',
      options: ['relationship'],
      terminal: 'T1',
      reasons: [],
      shownToCitizen: null,
      drawing: { pdfSha256: sha256, bytes: pdf.length, pages: 1 },
      issuanceId: (await kiosk.recordOf(request))?.issuanceId,
    });
    expect(details.timeline.map(({ state }) => state)).toEqual(['requested', 'responded', 'printed']);
  });

  test('who has looked at whom is on record', async () => {
    const browser = await signedIn('mihon-kanri');
    const household = await ownHousehold(deps.registry, MURORAN);
    const personId = household.members[0]?.personId;
    const request = kiosk.wish(household);
    await kiosk.issued(request);
    await rowOf(browser, request.requestId);
    await detailsOf(browser, request.requestId);
    const seen = (await eventsOf()).filter(({ about }) => about.persons?.includes(personId as never));
    expect(seen.map(({ action, actor }) => [action, actor.kind])).toEqual([
      ['issuance.responded', 'center'],
      ['history.listed', 'operator'],
      ['history.read', 'operator'],
    ]);
    expect(seen.at(-1)?.actor).toEqual({ kind: 'operator', operatorId: 'mihon-kanri' });
    expect(seen.at(-1)?.about.requestId).toBe(request.requestId);
  });

  test('protection and a missing glyph look alike at the counter, and are told apart by who may', async () => {
    const [protectedOne, undrawable] = [
      await ownHousehold(deps.registry, MURORAN),
      await ownHousehold(deps.registry, MURORAN, 1, { fullName: '\u{e0ff}山　字無' }),
    ];
    const personId = protectedOne.members[0]?.personId;
    if (personId === undefined) throw new Error('no member');
    const from = LocalDate.parse('2020-01-01');
    await protectedOne.change({
      kind: 'restriction',
      fact: {
        personId,
        kind: 'protection',
        certificateType: 'all',
        state: 'restricted',
        householdWide: true,
        from,
      },
    });
    const requests = [kiosk.wish(protectedOne), kiosk.wish(undrawable)];
    for (const request of requests)
      expect(await kiosk.center.issue(request)).toMatchObject({ error: { problem: { code: 'KSK-1005' } } });

    const [counter, manager] = [await signedIn('mihon-madoguchi'), await signedIn('mihon-kanri')];
    const neutral = ({
      requestId,
      issuanceId,
      receivedAt,
      timeline,
      applicant,
      subjects,
      ...rest
    }: HistoryDetails) => ({
      ...rest,
      timeline: timeline.map(({ state }) => state),
      subjects: subjects.length,
      lengths: [requestId, issuanceId, receivedAt].map((text) => text.length),
      applicant: applicant !== null,
    });
    const atCounter = await Promise.all(requests.map(({ requestId }) => detailsOf(counter, requestId)));
    expect(atCounter.map(neutral)[1]).toEqual(atCounter.map(neutral)[0]);
    expect(atCounter[0]?.reasons).toHaveLength(1);
    expect(JSON.stringify(atCounter)).not.toMatch(/支援措置により|字形のない|ISS-/);
    expect(atCounter[0]?.shownToCitizen).toBe(PUBLIC_REFUSALS['KSK-1005'].message);

    const exact = await Promise.all(requests.map(({ requestId }) => detailsOf(manager, requestId)));
    expect(exact[0]?.reasons).toMatchObject([{ code: 'ISS-1207', text: REFUSALS['ISS-1207'].staff }]);
    expect(exact[1]?.reasons).toMatchObject([
      { code: 'ISS-1210', text: REFUSALS['ISS-1210'].staff, detail: expect.stringContaining('fullName') },
    ]);
    expect(JSON.stringify(exact[1]?.reasons)).not.toContain('字無');
  });

  test('another city’s records cannot be reached, by id, by city or by position', async () => {
    const elsewhere = await ownHousehold(deps.registry, NOBORIBETSU);
    const request = kiosk.wish(elsewhere);
    await kiosk.issued(request);
    const muroran = await signedIn('mihon-kanri');
    const noboribetsu = await signedIn('mihon-kanri', NOBORIBETSU);
    expect((await detailsOf(noboribetsu, request.requestId)).requestId).toBe(request.requestId);

    const unknown = await muroran.get(`api/history/${newRequestId()}`);
    const foreign = await muroran.get(`api/history/${request.requestId}`);
    expect([foreign.status, problemOf(foreign).code]).toEqual([404, 'STF-1006']);
    expect(Buffer.from(foreign.body).equals(Buffer.from(unknown.body))).toBe(true);
    expect(await rowOf(muroran, request.requestId)).toBeUndefined();
    const asked = await muroran.get(`api/history?day=${todayInJapan()}&municipality=${NOBORIBETSU}`);
    expect(problemOf(asked).code).toBe('STF-1005');

    // A position of the other city's list leads nowhere in this one's.
    const page = HistoryPage.parse(jsonOf(await noboribetsu.get(`api/history?day=${todayInJapan()}`)));
    if (page.cursor !== null) {
      const path = `api/history?day=${todayInJapan()}&cursor=${encodeURIComponent(page.cursor)}`;
      const rows = HistoryPage.parse(jsonOf(await muroran.get(path))).rows;
      for (const { requestId } of rows)
        expect(await kiosk.recordOf({ municipality: MURORAN, requestId })).toBeDefined();
    }
  });

  test.each([
    '',
    '?day=2026-02-30',
    '?day=today',
    '?day=2026-11-24&day=2026-11-25',
    '?day=2026-11-24&state=lost',
  ])('an ill-formed question %s is refused', async (query) => {
    const browser = await signedIn('mihon-madoguchi');
    const answer = await browser.get(`api/history${query}`);
    expect([answer.status, problemOf(answer).code]).toEqual([400, 'STF-1005']);
  });

  test('the session in the table is not the cookie', async () => {
    const browser = await signedIn('mihon-madoguchi');
    const token = browser.cookie()?.split('=')[1] ?? '';
    const answer = await kiosk.client.send(
      new GetCommand({ TableName: kiosk.stack.staffTable, Key: { pk: `W#${token}`, sk: 'session' } }),
    );
    expect(answer.Item).toBeUndefined();
  });
});

afterAll(() => kiosk.client.destroy());
