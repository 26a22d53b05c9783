import { createAuditStore } from '../../../functions/audit/index.ts';
import { EVIDENCE_KEY_CONTEXT } from '../../../functions/cases/environment.ts';
import { keepEvidence } from '../../../functions/cases/evidence.ts';
import { openingOf } from '../../../functions/cases/index.ts';
import { factsOf } from '../../../functions/cases/request-facts.ts';
import { caseRoutes } from '../../../functions/cases/routes.ts';
import { createCaseStore } from '../../../functions/cases/store.ts';
import type { SettingRow } from '../../../functions/changes/index.ts';
import { createDiscrepancyStore, discrepancyRoutes } from '../../../functions/discrepancies/index.ts';
import type { ErrorReport, ResultRequest } from '../../../functions/issuance/contract.ts';
import { IssuanceRecord } from '../../../functions/issuance/index.ts';
import { reportError, reportResult } from '../../../functions/issuance/report-result.ts';
import { createRecordStore } from '../../../functions/issuance/store.ts';
import { createEnvelopeCipher } from '../../../functions/shared/envelope-cipher.ts';
import { type Permission, Staff } from '../../../functions/shared/http/staff.ts';
import { staffHandler } from '../../../functions/shared/http/staff-chain.ts';
import { MunicipalityCode, RequestId } from '../../../functions/shared/ids.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { createFakeKms } from '../../support/fake-kms.ts';
import { recordOf } from '../history/memory-history.ts';
import { context, eventOf, memoryLog } from '../http/event.ts';
import { createFakeTable } from '../registry/fake-table.ts';

export const CITY = MunicipalityCode.parse('012050');
export const REQUEST = RequestId.parse('request-000000000001');
export const RESPONDED = Date.parse('2026-11-23T09:15:02+09:00');
export const HOUR = 3_600_000;
export const SHA = 'ab'.repeat(32);

const NONE = new Uint8Array();
const DRAWING = {
  pdfSha256: SHA,
  pages: 1,
  bytes: 100,
  modelDigest: 'm',
  templateDigest: 't',
  sealDigest: 's',
  fontIds: [],
  program: 'p',
};

const ALL: readonly Permission[] = ['cases.read', 'cases.write', 'discrepancies.write'];

/** The stores themselves on a table in memory, with what the kiosk's side and the staff's side do on them. */
export function caseWorld() {
  const table = createFakeTable();
  const kms = createFakeKms();
  const tables = { issuance: 'issuance', audit: 'audit' };
  const { client } = table;
  const records = createRecordStore({ client, tables });
  const cases = createCaseStore({ client, tables });
  const store = createDiscrepancyStore({ client, tables });
  const cipher = createEnvelopeCipher({
    kms: kms.kms,
    keyId: 'key',
    keyContext: EVIDENCE_KEY_CONTEXT,
    keyUses: 1,
  });
  let now: Instant = instantOf(RESPONDED);
  let ids = 0;
  const rows: SettingRow[] = [];
  const clock = () => now;
  const newId = () => {
    ids += 1;
    return `01a2096e-0f40-70e9-a37b-${String(ids).padStart(12, '0')}`;
  };
  const deps = { records, clock, newId, resultWaitMs: HOUR };
  const common = { cases, audit: createAuditStore(client, 'audit'), clock, newId, resultWaitMs: HOUR };
  const routes = [
    ...caseRoutes({
      ...common,
      requestOf: async (municipality, requestId, at) => {
        const record = await store.readRecord(municipality, requestId);
        return record === undefined ? undefined : factsOf(record, at, HOUR);
      },
      cipher,
    }),
    ...discrepancyRoutes({ ...common, store, settings: { readSettings: async () => rows } }),
  ];

  /** What an operator of a city asks, and the answer. */
  const as =
    (operatorId: string, { permissions = ALL, municipality = CITY as string } = {}) =>
    async (method: string, path: string, body?: unknown) => {
      const operator = Staff.parse({ operatorId, municipality, name: '見本', department: '課', permissions });
      const handler = staffHandler({
        log: memoryLog().log,
        clock,
        maximumBytes: 1_000_000,
        authenticate: async () => ({ operator, csrfToken: 'token' }),
        routes,
      });
      const [bare = '', query = ''] = path.split('?');
      const event = eventOf({
        method,
        path: bare,
        query: Object.fromEntries([...new URLSearchParams(query)].map(([name, value]) => [name, [value]])),
        headers: {
          origin: 'https://console',
          host: 'console',
          'sec-fetch-site': 'same-origin',
          'x-csrf-token': 'token',
        },
      });
      const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body ?? ''));
      const answer = await handler(
        body === undefined
          ? event
          : { ...event, body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true },
        context,
      );
      const isJson = /json/.test(String(answer.headers?.['content-type']));
      return {
        status: answer.statusCode,
        body: isJson ? JSON.parse(answer.body) : Buffer.from(answer.body, 'base64'),
      };
    };

  /** A record as if its step had been taken. */
  const put = (changes: Readonly<Record<string, unknown>> = {}): void => {
    const record = recordOf({
      state: 'responded',
      respondedAt: RESPONDED,
      drawing: DRAWING,
      ...changes,
    });
    const pk = `R#${record.municipality}#${record.requestId}`;
    const waits = record.state === 'responded' ? { awaiting: `A#${record.municipality}` } : {};
    table.items.set(`${pk}\nrecord`, { pk, sk: 'record', ...record, ...waits });
  };

  /** Takes the steps of an answered request. */
  const answer = async (): Promise<void> => {
    const { applicant, drawing, ...asked } = recordOf({ state: 'requested', deadlineAt: RESPONDED + 10_000 });
    if (applicant === undefined) throw new Error('nobody has asked');
    await records.claim(asked);
    const about = { municipality: CITY, requestId: REQUEST, kind: 'gate-refusal', observed: {} } as const;
    const event = { ...openingOf(newId, about, now).event, action: 'issuance.responded' as const };
    const drawn = { ...DRAWING, ...drawing };
    const snapshot = { dataKey: NONE, iv: NONE, data: NONE, authTag: NONE, expiresAt: 1 };
    const answered = {
      applicant,
      subjects: [],
      typeName: '住民票の写し',
      family: 'resident-record' as const,
      dataDigest: 'd',
      drawing: drawn,
      snapshot,
      checks: [],
    };
    if ((await records.commit(asked, answered, now, event)) !== 'done') throw new Error('not committed');
  };

  return {
    table,
    kms,
    answer,
    records,
    as,
    put,
    rows,
    record: async (requestId: RequestId = REQUEST) =>
      IssuanceRecord.optional().parse(await records.read(CITY, requestId)),
    later: (milliseconds: number) => {
      now = instantOf(now + milliseconds);
    },
    clock,
    newId,
    keep: (of: { municipality: MunicipalityCode; caseId: string }, bytes: Uint8Array) =>
      keepEvidence({ cipher, store: cases }, of, bytes),
    result: (outcome: ResultRequest['outcome'], more: Partial<ResultRequest> = {}) =>
      reportResult(deps, { requestId: REQUEST, municipality: CITY, outcome, ...more }),
    error: (report: Omit<ErrorReport, 'requestId' | 'municipality'>) =>
      reportError(deps, { requestId: REQUEST, municipality: CITY, ...report }),
    /** Ids of the open or closed cases. */
    list: async (state: 'open' | 'closed' = 'open'): Promise<string[]> => {
      const { body } = await as('one')('GET', `/api/cases?state=${state}`);
      return body.cases.map(({ caseId }: { caseId: string }) => caseId);
    },
    actions: () =>
      [...table.items.values()]
        .filter(({ pk }) => String(pk).startsWith('E#'))
        .map(({ action }) => String(action)),
  };
}
