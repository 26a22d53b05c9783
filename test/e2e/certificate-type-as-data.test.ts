import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALWAYS_OPEN } from '../../functions/calendar/index.ts';
import { residentRecordTemplateData } from '../../functions/certificates/index.ts';
import { createSettingsStore, type Setting, settingsAt } from '../../functions/changes/index.ts';
import { HistoryDetails } from '../../functions/history/contract.ts';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import { issueCertificate } from '../../functions/issuance/issue-certificate.ts';
import { PlanView } from '../../functions/planning/contract.ts';
import { readMaterials } from '../../functions/planning/materials.ts';
import { planChanges } from '../../functions/planning/plan-changes.ts';
import { createPlanningStore } from '../../functions/planning/store.ts';
import { canonicalJson } from '../../functions/shared/canonical.ts';
import type { TypeDefinition } from '../../functions/shared/certificate-types.ts';
import { OperatorId } from '../../functions/shared/http/staff.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { type Instant, instantOf, LocalDate } from '../../functions/shared/time.ts';
import { setUpOperators } from '../../simulator/sample/operators.ts';
import { type OwnHousehold, ownHousehold } from '../support/households.ts';
import { issuingOnEngine } from '../support/issuing.ts';
import { jsonOf, kioskOverHttp } from '../support/kiosk.ts';
import { inkOf, inkText } from '../support/paper.ts';
import { staffBrowser } from '../support/staff.ts';

// 仕様書 3(1)①オ, 3(3)エ: forms and fees change, certificates are added, without a stop. The system runs, and nothing is deployed.

const DATE = MunicipalityCode.parse('012335');
const ITEMS = 'resident-record-items';
const NAME = '住民票記載事項証明書';
const FEE = 350;
/** From writing rows to their beginning: enough for some requests before it on a small machine. */
const LEAD_MS = 6_000;

const kiosk = await kioskOverHttp();
const { deps, client, stack } = issuingOnEngine();
const settings = createSettingsStore({ client, table: stack.staffTable });

const inForce = async () => settingsAt(await settings.readSettings(DATE), deps.clock());

async function put(validFrom: Instant, ...rows: readonly Setting[]): Promise<void> {
  for (const row of rows) await settings.putSetting(DATE, deps.newId(), validFrom, row);
}

const items = (changes: Partial<TypeDefinition> = {}): Setting => ({
  kind: 'certificate-type',
  scope: ITEMS,
  value: {
    name: NAME,
    order: 150,
    family: 'resident-record',
    scopes: ['individual', 'household'],
    options: ['relationship'],
    offered: true,
    ...changes,
  },
});

/** The form of the copy with other words, as the text under whose digest it is kept. */
function otherForm(
  words: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, unknown>>,
): string {
  let text = canonicalJson({ ...residentRecordTemplateData, ...changes });
  for (const [before, after] of Object.entries(words)) {
    if (!text.includes(before)) throw new Error(`the form does not say ${before}`);
    text = text.replaceAll(before, after);
  }
  return text;
}

const CERTIFICATION = 'この写しは、住民票の原本と相違ないことを証明する。';
const OTHER_CERTIFICATION = 'この写しは、住民票の原本と相違ないものであることを証明します。';
const ITEMS_CERTIFICATION = '上記の事項は、住民票に記載があることを証明する。';

const itemsForm = otherForm(
  {
    '住　　民　　票': '住民票記載事項証明書',
    '（個人の写し）': '（個人）',
    '（世帯全員の写し）': '（世帯全員）',
    [CERTIFICATION]: ITEMS_CERTIFICATION,
  },
  { id: ITEMS, documentTitle: NAME },
);

let household: OwnHousehold;
beforeAll(async () => {
  household = await ownHousehold(deps.registry, DATE, 2);
  // The functions' cold starts are over before anything is to be seen at its moment.
  await kiosk.issued(kiosk.wish(household));
  await kiosk.center.menu(household);
});

/** Whatever has happened above, the city goes on as it was before. */
let original: Setting | undefined;
afterAll(async () => {
  const now = deps.clock();
  if ((await inForce()).valueOf('certificate-type', ITEMS)?.offered)
    await put(now, items({ offered: false }));
  if (original !== undefined) await put(now, original);
});

const wishForItems = (changes: Partial<IssueRequest> = {}, of = household) =>
  kiosk.wish(of, { type: ITEMS, feeJpy: FEE, ...changes });

async function offers(): Promise<Readonly<Record<string, string>>> {
  const { issuer, serial } = household;
  const menu = await kiosk.center.menu({ municipality: DATE, issuer, serial });
  if (!menu.ok) throw new Error(menu.error.problem.code);
  return Object.fromEntries(menu.value.offers.map(({ type, name }) => [type, name]));
}

/** Asks, demands a refusal as not offered and nothing else, and gives the record. */
async function refusedAsNotOffered() {
  const request = wishForItems();
  const answer = await kiosk.ask('/v1/issue', request);
  expect([answer.status, jsonOf(answer)]).toMatchObject([422, { code: 'KSK-1002' }]);
  const record = await kiosk.recordOf(request);
  expect(record).toMatchObject({ type: ITEMS, state: 'refused', reasons: [{ code: 'ISS-1004' }] });
  return record;
}

async function issuedItems(changes: Partial<IssueRequest> = {}) {
  const request = wishForItems(changes);
  const { pdf } = await kiosk.issued(request);
  const pages = (await inkOf(pdf)).map(inkText);
  return { request, pages, record: await kiosk.recordOf(request) };
}

const until = (instant: Instant): Promise<void> => sleep(Math.max(0, instant - Date.now()) + 20);

/** Citizens who get copies one after the other all the while; a single refusal fails the test at its end. */
function copiesMeanwhile() {
  const made: { readonly request: IssueRequest; readonly pdf: Uint8Array }[] = [];
  let going = true;
  const work = (async () => {
    while (going) {
      const request = kiosk.wish(household);
      made.push({ request, pdf: (await kiosk.issued(request)).pdf });
    }
  })();
  work.catch(() => undefined);
  return {
    async end() {
      going = false;
      await work;
      return made;
    },
  };
}

describe('a whole new certificate type', () => {
  test('is offered and issued from its instant on, until it is taken back, while copies go on', async () => {
    const copies = copiesMeanwhile();
    const templateDigest = await settings.putBlob(itemsForm);
    const begins = instantOf(Date.now() + LEAD_MS);
    await put(
      begins,
      items(),
      { kind: 'fee', scope: ITEMS, value: { feeJpy: FEE } },
      { kind: 'hours', scope: ITEMS, value: ALWAYS_OPEN },
      { kind: 'template', scope: ITEMS, value: { templateDigest } },
    );

    expect(await offers()).toEqual({ 'resident-record': '住民票の写し' });
    expect((await refusedAsNotOffered())?.receivedAt).toBeLessThan(begins);
    await until(begins);

    expect(await offers()).toEqual({ 'resident-record': '住民票の写し', [ITEMS]: NAME });
    const [applicant, other] = household.members;
    const own = await issuedItems();
    expect(own.pages).toHaveLength(1);
    for (const words of [NAME, '（個人）', ITEMS_CERTIFICATION, applicant?.fullName ?? 'nobody'])
      expect(own.pages[0]).toContain(words);
    for (const words of ['写し', other?.fullName ?? '-']) expect(own.pages[0]).not.toContain(words);
    expect(own.record).toMatchObject({
      type: ITEMS,
      typeName: NAME,
      feeJpy: FEE,
      drawing: { templateDigest },
    });
    const all = await issuedItems({ scope: 'household', options: ['relationship'] });
    for (const { fullName } of household.members) expect(all.pages.join('')).toContain(fullName);

    // Judged by its arrival, however late it is worked on.
    const early = await issueCertificate(deps, wishForItems(), instantOf(begins - 1));
    expect(early).toEqual({ kind: 'refused', codes: ['ISS-1004'] });
    // A restriction of the copy binds what is made of the same record; so does what the type does not offer.
    const choice = await issueCertificate(deps, wishForItems({ options: ['domicile'] }), deps.clock());
    expect(choice).toEqual({ kind: 'refused', codes: ['ISS-1403'] });
    const restricted = await restrictedHousehold();
    const bound = await issueCertificate(deps, wishForItems({}, restricted), deps.clock());
    expect(bound).toEqual({ kind: 'refused', codes: ['ISS-1208'] });

    const ends = instantOf(Date.now() + LEAD_MS);
    await put(ends, items({ offered: false }));
    const last = await issuedItems();
    expect(last.record?.receivedAt).toBeLessThan(ends);
    await until(ends);
    expect(await offers()).toEqual({ 'resident-record': '住民票の写し' });
    expect((await refusedAsNotOffered())?.typeName).toBe(NAME);

    const made = await copies.end();
    expect(made.length).toBeGreaterThan(5);
    // What was issued meanwhile keeps its name, for staff and for the centre.
    const { requestId } = own.request;
    expect(await detailsOf(requestId)).toMatchObject({ type: ITEMS, typeName: NAME, state: 'responded' });
    expect(await kiosk.center.query(DATE, requestId)).toMatchObject({ ok: true, value: { typeName: NAME } });
  });
});

describe('a new version of a form', () => {
  test('is drawn with from its instant on, and requests of before keep the form of their time', async () => {
    const scope = 'resident-record';
    const before = (await inForce()).valueOf('template', scope);
    if (before === undefined) throw new Error('no form');
    original = { kind: 'template', scope, value: before };
    const form = otherForm({ [CERTIFICATION]: OTHER_CERTIFICATION }, { version: 2 });
    const after = { templateDigest: await settings.putBlob(form) };

    const copies = copiesMeanwhile();
    const begins = instantOf(Date.now() + LEAD_MS);
    await put(begins, { kind: 'template', scope, value: after });
    await until(begins);
    await sleep(2_000);
    const made = await copies.end();

    const seen = { before: 0, after: 0 };
    for (const { request, pdf } of made) {
      const record = await kiosk.recordOf(request);
      const side = (record?.receivedAt ?? 0) < begins ? 'before' : 'after';
      seen[side] += 1;
      const text = (await inkOf(pdf)).map(inkText).join('');
      expect(text.includes(CERTIFICATION)).toBe(side === 'before');
      expect(text.includes(OTHER_CERTIFICATION)).toBe(side === 'after');
      const { templateDigest } = side === 'before' ? before : after;
      expect(record?.drawing).toMatchObject({ templateDigest });
    }
    expect(Math.min(seen.before, seen.after)).toBeGreaterThan(1);

    // Asked again now, a certificate of before is drawn again by the form that its record names.
    const [first] = made;
    if (first === undefined) throw new Error('no copy');
    const { pdf: again } = await kiosk.issued(first.request);
    expect(Buffer.from(again).equals(Buffer.from(first.pdf))).toBe(true);
  });
});

describe('変更予約 (3(3)エ)', () => {
  test('a fee changes at its moment for whoever comes after it; another plan is cancelled before it begins', async () => {
    const TYPE = 'planned-items';
    const [before, after] = [110, 120];
    await put(
      deps.clock(),
      { ...items({ name: NAME, order: 160 }), scope: TYPE } as Setting,
      { kind: 'fee', scope: TYPE, value: { feeJpy: before } },
      { kind: 'hours', scope: TYPE, value: ALWAYS_OPEN },
      { kind: 'template', scope: TYPE, value: { templateDigest: await settings.putBlob(itemsForm) } },
    );
    const operators = await setUpOperators(stack);
    const signedIn = async (id: string) => {
      const browser = staffBrowser();
      const known = operators.find((one) => one.municipality === DATE && one.operatorId === id);
      await browser.signIn(DATE, id, known?.password ?? '');
      return browser;
    };
    const staff = await signedIn('mihon-kanri');
    const post = async (path: string, body?: unknown, browser = staff) => {
      const answer = await browser.send('POST', path, body);
      return { status: answer.status, body: jsonOf(answer) };
    };
    const fee = (feeJpy: number) => ({ kind: 'fee', scope: TYPE, value: { feeJpy } });

    // The deployed function leaves the time of a request; two seconds are enough for this test.
    const store = createPlanningStore({
      client,
      table: stack.staffTable,
      auditTable: stack.auditTable,
      settings,
    });
    const planning = {
      store,
      materialsOf: (digests: ReadonlySet<string>) => readMaterials(settings, digests),
      fontsOf: () => Promise.reject(new Error('no paper is concerned')),
      clock: deps.clock,
      newId: deps.newId,
      leadMs: 2_000,
    };
    const operator = {
      operatorId: OperatorId.parse('mihon-kanri'),
      municipality: DATE,
      name: '',
      department: '',
      permissions: [],
    };
    const planned = unwrap(await planChanges(planning, operator, { changes: [fee(after)] }));
    const begins = instantOf(Date.parse(planned.validFrom));

    const wish = (feeJpy: number) => kiosk.wish(household, { type: TYPE, feeJpy, copies: 2 });
    const early = wish(before);
    await kiosk.issued(early);
    expect((await kiosk.recordOf(early))?.receivedAt).toBeLessThan(begins);
    expect(await post('api/changes', { changes: [fee(1)], validFrom: '2026-01-01' })).toMatchObject({
      status: 422,
      body: { code: 'STF-1301', faults: [{ field: 'validFrom', rule: 'too-soon' }] },
    });
    expect((await post('api/changes', { changes: [fee(1)] }, await signedIn('mihon-madoguchi'))).status).toBe(
      403,
    );
    const other = await post('api/changes', { changes: [fee(999)], validFrom: '2035-04-01' });
    expect(other.status).toBe(201);
    const { planId } = PlanView.parse(other.body);
    expect(jsonOf(await staff.get('api/changes'))).toMatchObject({
      plans: expect.arrayContaining([other.body]),
    });
    expect(await post(`api/changes/${planId}/cancel`)).toMatchObject({
      status: 200,
      body: { state: 'cancelled' },
    });
    expect((await post(`api/changes/${planned.planId}/cancel`)).body).toMatchObject({ code: 'STF-1302' });

    await until(begins);
    const late = await kiosk.ask('/v1/issue', wish(before));
    expect([late.status, jsonOf(late)]).toMatchObject([422, { code: 'KSK-1008', retry: true }]);
    const current = wish(after);
    await kiosk.issued(current);
    expect(await kiosk.recordOf(current)).toMatchObject({ feeJpy: after, copies: 2 });
    const told = {
      municipality: DATE,
      requestId: early.requestId,
      outcome: 'printed',
      chargedJpy: 2 * before,
    } as const;
    expect(await kiosk.center.result(told)).toMatchObject({ ok: true });
    expect(await kiosk.recordOf(early)).toMatchObject({ feeJpy: before, copies: 2, chargedJpy: 2 * before });
    const then = jsonOf(await staff.get('api/changes/in-force?at=2035-04-01'));
    expect(then).toMatchObject({ settings: expect.arrayContaining([expect.objectContaining(fee(after))]) });
    await put(deps.clock(), { ...items({ offered: false }), scope: TYPE } as Setting);
  });
});

async function restrictedHousehold(): Promise<OwnHousehold> {
  const restricted = await ownHousehold(deps.registry, DATE);
  const [person] = restricted.members;
  if (person === undefined) throw new Error('no member');
  await restricted.change({
    kind: 'restriction',
    fact: {
      personId: person.personId,
      kind: 'other',
      certificateType: 'resident-record',
      state: 'restricted',
      householdWide: false,
      from: LocalDate.parse('2020-01-01'),
    },
  });
  return restricted;
}

async function detailsOf(requestId: string): Promise<HistoryDetails> {
  const operator = (await setUpOperators(stack)).find(({ municipality }) => municipality === DATE);
  if (operator === undefined) throw new Error('no operator');
  const browser = staffBrowser();
  await browser.signIn(DATE, operator.operatorId, operator.password);
  return HistoryDetails.parse(jsonOf(await browser.get(`api/history/${requestId}`)));
}
