import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKosekiGateway, type Exchange, type KosekiFault } from '../../../functions/koseki/index.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { standInLinks } from '../../../lib/config/stand-in-links.ts';
import { KosekiFaultName } from '../../../simulator/koseki/faults.ts';
import {
  type Applicant,
  applicantsOf,
  gatewayTo,
  type RunningStandIn,
  realClock,
  requestOf,
  sampleOffices,
  startStandIn,
} from './stand-in.ts';

const BUDGET_MS = 700;

let standIn: RunningStandIn;
let applicant: Applicant;

beforeAll(async () => {
  const offices = sampleOffices();
  standIn = await startStandIn(offices);
  const [first] = applicantsOf(offices);
  if (first === undefined) throw new Error('nobody in the sample world');
  applicant = first;
});
afterAll(() => standIn.close());

/** The one kind of each fault that the stand-in can have. */
const FAULTS: Readonly<Record<KosekiFaultName, Readonly<Record<string, unknown>>>> = {
  slow: { kind: 'deadline' },
  never: { kind: 'deadline' },
  'half-open': { kind: 'deadline' },
  truncated: { kind: 'broken' },
  swapped: { kind: 'echo-mismatch', field: 'requestId' },
  'swapped-body': { kind: 'echo-mismatch', field: 'sha256' },
  'wrong-person': { kind: 'text-mismatch', lacks: 'registeredDomicile' },
  'wrong-echo': { kind: 'echo-mismatch', field: 'personKey' },
  'missing-echo': { kind: 'echo-missing', field: 'requestId' },
  huge: { kind: 'too-large' },
  encrypted: { kind: 'pdf', fault: { kind: 'encrypted', rule: 'encryption' } },
  'not-a-pdf': { kind: 'pdf', fault: { kind: 'malformed', rule: 'header' } },
  'wrong-page-size': { kind: 'pdf', fault: { kind: 'page-size', rule: 'not-a4' } },
  script: { kind: 'pdf', fault: { kind: 'forbidden', rule: 'script' } },
  duplicate: { kind: 'protocol', rule: 'surplus' },
  redirect: { kind: 'redirected' },
  'wrong-type': { kind: 'wrong-type' },
  trailers: { kind: 'protocol', rule: 'trailers' },
  unframed: { kind: 'protocol', rule: 'unframed' },
  error: { kind: 'declined', status: 500, reason: 'unspecified' },
};

async function faultOf(fault: KosekiFaultName): Promise<KosekiFault | 'accepted'> {
  const request = requestOf(applicant);
  standIn.plan({ fault, requestId: request.requestId });
  const fetched = await gatewayTo(standIn.origin, { budgetMs: BUDGET_MS }).fetchCertificate(request);
  return fetched.ok ? 'accepted' : fetched.error;
}

describe('what may go wrong at the koseki system (仕様書 3(2)③, INV-6)', () => {
  test.each(KosekiFaultName.options)(
    '%s is refused by its own name, in time, and its connection closed',
    async (name) => {
      const before = standIn.counts();
      const began = performance.now();

      const fault = await faultOf(name);

      expect(fault).toMatchObject(FAULTS[name]);
      expect(performance.now() - began).toBeLessThan(BUDGET_MS + 400);
      await expect.poll(() => standIn.counts().open).toBe(0);
      expect(standIn.counts().connections - before.connections).toBe(1);
    },
  );

  test('the request’s own deadline ends the talk before the link’s budget does', async () => {
    const request = requestOf(applicant, { deadlineAt: instantOf(Date.now() + 150) });
    standIn.plan({ fault: 'never', requestId: request.requestId });
    const began = performance.now();

    const fetched = await gatewayTo(standIn.origin).fetchCertificate(request);

    expect(fetched).toEqual({ ok: false, error: { kind: 'deadline' } });
    expect(performance.now() - began).toBeLessThan(600);
    await expect.poll(() => standIn.counts().open).toBe(0);
  });

  test('who gives up closes the connection at once', async () => {
    const giving = new AbortController();
    const request = requestOf(applicant, { signal: giving.signal });
    standIn.plan({ fault: 'half-open', requestId: request.requestId });

    const fetching = gatewayTo(standIn.origin).fetchCertificate(request);
    setTimeout(() => giving.abort(), 100);

    expect(await fetching).toEqual({ ok: false, error: { kind: 'aborted' } });
    await expect.poll(() => standIn.counts().open).toBe(0);
  });

  test('a deadline that has passed asks nobody', async () => {
    const exchange: Exchange = () => Promise.reject(new Error('asked'));
    const gateway = createKosekiGateway({ links: standInLinks(standIn.origin), exchange, clock: realClock });

    const fetched = await gateway.fetchCertificate(
      requestOf(applicant, { deadlineAt: instantOf(Date.now() - 1) }),
    );

    expect(fetched).toEqual({ ok: false, error: { kind: 'deadline' } });
  });

  test('nobody at the other end is named by the system’s own code', async () => {
    const fetched = await gatewayTo('http://127.0.0.1:1').fetchCertificate(requestOf(applicant));

    expect(fetched).toEqual({ ok: false, error: { kind: 'unreachable', code: 'ECONNREFUSED' } });
  });

  test('a request id that was answered once is declined', async () => {
    const gateway = gatewayTo(standIn.origin);
    const request = requestOf(applicant);

    const first = await gateway.fetchCertificate(request);
    const second = await gateway.fetchCertificate(request);

    expect(first.ok).toBe(true);
    expect(second).toEqual({ ok: false, error: { kind: 'declined', status: 409, reason: 'repeated' } });
  });
});
