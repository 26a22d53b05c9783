import { DeleteCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import type { Latch } from '../../functions/closures/index.ts';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import type { IssueDeps } from '../../functions/issuance/deps.ts';
import { issueCertificate } from '../../functions/issuance/issue-certificate.ts';
import { inquireMenu } from '../../functions/issuance/menu.ts';
import { queryRequest, reportResult } from '../../functions/issuance/report-result.ts';
import type { FeedSeries } from '../../functions/linkage/index.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { instantOf, LocalDate } from '../../functions/shared/time.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine, newRequestId, wishOf } from '../support/issuing.ts';
import { textOf } from '../support/paper.ts';

const { stack, client, deps } = issuingOnEngine();
const MURORAN = MunicipalityCode.parse('012050');
const NOBORIBETSU = MunicipalityCode.parse('012301');
const FEE = 300;

const issue = (use: IssueDeps, request: IssueRequest) => issueCertificate(use, request, use.clock());
const recordOf = (request: IssueRequest) => deps.records.read(request.municipality, request.requestId);

async function certificateOf(use: IssueDeps, request: IssueRequest) {
  const answer = await issue(use, request);
  if (answer.kind !== 'certificate') throw new Error(`refused: ${answer.codes.join(' ')}`);
  return answer;
}

async function removeLatch(cause: Latch['cause'], type = 'resident-record'): Promise<void> {
  await client.send(
    new DeleteCommand({ TableName: stack.staffTable, Key: { pk: `X#${MURORAN}`, sk: `${type}#${cause}` } }),
  );
}

afterEach(async () => {
  await removeLatch('gate');
  await removeLatch('by-hand');
});

describe('INV-1 nothing is handed over through a place', () => {
  test('requests that interleave in one process each get their own person', async () => {
    const households = await Promise.all(
      Array.from({ length: 12 }, () => ownHousehold(deps.registry, MURORAN)),
    );
    // Every read waits a different time, so that the requests overtake one another at every step.
    let turn = 0;
    const shuffled: IssueDeps = {
      ...deps,
      registry: {
        ...deps.registry,
        readPerson: async (...args) => {
          turn += 1;
          await new Promise((resolve) => setTimeout(resolve, (turn * 37) % 60));
          return deps.registry.readPerson(...args);
        },
      },
    };
    const answers = await Promise.all(
      households.map((household) => certificateOf(shuffled, wishOf(household, FEE))),
    );
    for (const [index, answer] of answers.entries()) {
      const text = await textOf(answer.pdf);
      for (const [other, household] of households.entries())
        expect(text.includes(household.members[0]?.fullName ?? '-')).toBe(other === index);
    }
  });
});

describe('INV-2 a time-out ends in refusal', () => {
  test('a request that outlasts its deadline has failed, and what its work still brings attaches to nothing', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    let ended: () => void = () => undefined;
    const work = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const slow: IssueDeps = {
      ...deps,
      deadlineMs: 150,
      records: {
        ...deps.records,
        commit: async (...args) => {
          await new Promise((resolve) => setTimeout(resolve, 400));
          const outcome = await deps.records.commit(...args);
          ended();
          return outcome;
        },
      },
    };
    expect(await issue(slow, request)).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
    await work;
    expect(await recordOf(request)).toMatchObject({ state: 'failed' });
    expect((await recordOf(request))?.drawing).toBeUndefined();
  });

  test('the commit itself refuses after the deadline, even where no timer has fired', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    let ahead = 0;
    const late: IssueDeps = {
      ...deps,
      clock: () => instantOf(Date.now() + ahead),
      sleep: () => new Promise(() => undefined),
      cipher: {
        ...deps.cipher,
        seal: (...args) => {
          ahead = 10_001;
          return deps.cipher.seal(...args);
        },
      },
    };
    expect(await issue(late, request)).toEqual({ kind: 'refused', codes: ['ISS-2002'] });
    expect(await recordOf(request)).toMatchObject({ state: 'failed' });
  });

  test('a request whose process has vanished reads as failed after its deadline', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    const vanished: IssueDeps = {
      ...deps,
      registry: { ...deps.registry, readSerial: () => Promise.reject(new Error('gone')) },
    };
    await expect(issue(vanished, request)).rejects.toThrow('gone');
    const later = { ...deps, clock: () => instantOf(Date.now() + 10_001) };
    expect(await queryRequest(later, request)).toMatchObject({ ok: true, value: { state: 'failed' } });
    expect(await issueCertificate(deps, request, later.clock())).toEqual({
      kind: 'refused',
      codes: ['ISS-2002'],
    });
  });
});

describe('INV-3 ids come from no clock, and an id is written once', () => {
  test('1,000 requests within one millisecond get 1,000 records of their own', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const now = instantOf(Date.now());
    const frozen: IssueDeps = { ...deps, clock: () => now };
    const issuanceIds = new Set<string>();
    const requests = Array.from({ length: 1_000 }, () => wishOf(household, FEE));
    const claim = async (request: IssueRequest) => {
      const { requestId, municipality, issuer, serial, ...rest } = request;
      const record = {
        ...rest,
        issuanceId: frozen.newId(),
        requestId,
        municipality,
        issuer,
        serial,
        state: 'requested' as const,
        contentHash: 'x',
        receivedAt: now,
        deadlineAt: now,
        subjects: [],
        reasons: [],
      };
      issuanceIds.add(record.issuanceId);
      return frozen.records.claim(record);
    };
    const claimed: unknown[] = [];
    for (let start = 0; start < requests.length; start += 50)
      claimed.push(...(await Promise.all(requests.slice(start, start + 50).map(claim))));
    expect(claimed.every((existing) => existing === undefined)).toBe(true);
    expect(issuanceIds.size).toBe(1_000);

    const [first] = requests;
    if (first === undefined) throw new Error('no request');
    const before = await recordOf(first);
    expect(await claim(first)).toEqual(before);
    expect(await recordOf(first)).toEqual(before);
  });

  test('of ten requests under one id at once, one draws and the others are refused or answer the same bytes', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    const answers = await Promise.all(Array.from({ length: 10 }, () => issue(deps, request)));
    const hashes = answers.flatMap((answer) => (answer.kind === 'certificate' ? [answer.sha256] : []));
    expect(new Set(hashes).size).toBe(1);
    const refused = answers.flatMap((answer) => (answer.kind === 'refused' ? answer.codes : []));
    expect(refused.every((code) => code === 'ISS-2004')).toBe(true);
  });
});

describe('INV-4 the finished bytes are compared with the request before they leave', () => {
  test('a record of another person under the applicant’s number is refused, and closes the type in the city', async () => {
    const [one, other] = [
      await ownHousehold(deps.registry, MURORAN),
      await ownHousehold(deps.registry, MURORAN),
    ];
    const alarms: string[] = [];
    const stranger = other.members[0];
    if (stranger === undefined) throw new Error('no member');
    const mixedUp: IssueDeps = {
      ...deps,
      alarm: (issuanceId) => alarms.push(issuanceId),
      registry: {
        ...deps.registry,
        readPerson: async (municipality, person) => {
          const right = await deps.registry.readPerson(municipality, person);
          const { householdId = stranger.householdId } = right.resident?.fact ?? {};
          const resident = right.resident && { ...right.resident, fact: { ...stranger, householdId } };
          return { ...right, resident };
        },
      },
    };
    const request = wishOf(one, FEE);
    expect(await issue(mixedUp, request)).toEqual({ kind: 'refused', codes: ['ISS-2003'] });
    const record = await recordOf(request);
    expect(record).toMatchObject({ state: 'refused', reasons: [{ detail: 'subjects[0].personId' }] });
    expect(alarms).toEqual([record?.issuanceId]);
    // From now on nobody in this city gets this type, until somebody has found out why.
    expect(await issue(deps, wishOf(other, FEE))).toEqual({ kind: 'refused', codes: ['ISS-1003'] });
    expect(await deps.closures.readLatches(MURORAN)).toMatchObject([
      { type: 'resident-record', cause: 'gate', evidence: record?.issuanceId },
    ]);
  });
});

describe('INV-9 nothing survives a request', () => {
  test('a repeat of the same request gives the same bytes and no second certificate', async () => {
    const household = await ownHousehold(deps.registry, MURORAN, 3);
    const request = wishOf(household, FEE, { scope: 'household', options: ['relationship', 'domicile'] });
    const first = await certificateOf(deps, request);
    const record = await recordOf(request);
    const second = await certificateOf(deps, request);
    expect(Buffer.from(second.pdf).equals(Buffer.from(first.pdf))).toBe(true);
    expect(await recordOf(request)).toEqual({ ...record, repeatedAt: expect.any(Number) });
  });

  test('the same id with another content is refused and changes nothing', async () => {
    const [one, other] = [
      await ownHousehold(deps.registry, MURORAN),
      await ownHousehold(deps.registry, MURORAN),
    ];
    const request = wishOf(one, FEE);
    await certificateOf(deps, request);
    const before = await recordOf(request);
    for (const changed of [wishOf(other, FEE, { requestId: request.requestId }), { ...request, copies: 2 }])
      expect(await issue(deps, changed)).toEqual({ kind: 'refused', codes: ['ISS-3005'] });
    expect(await recordOf(request)).toEqual(before);
  });

  test('a repeat is judged again', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    await certificateOf(deps, request);
    const [person] = household.members;
    if (person === undefined) throw new Error('no member');
    await household.change({
      kind: 'restriction',
      fact: {
        personId: person.personId,
        kind: 'protection',
        certificateType: 'all',
        state: 'restricted',
        householdWide: true,
        from: LocalDate.parse('2020-01-01'),
      },
    });
    expect(await issue(deps, request)).toEqual({ kind: 'refused', codes: ['ISS-1207'] });
  });

  test('a repeat that cannot be drawn equal is refused', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    await certificateOf(deps, request);
    const other = await ownHousehold(deps.registry, MURORAN);
    const foreign = wishOf(other, FEE);
    await certificateOf(deps, foreign);
    const record = await recordOf(foreign);
    if (record === undefined) throw new Error('no record');
    // Another request's snapshot does not open; a drawing that differs has another hash.
    const swapped: IssueDeps = {
      ...deps,
      records: { ...deps.records, readSnapshot: () => deps.records.readSnapshot(record) },
    };
    await expect(issue(swapped, request)).rejects.toThrow();
    const altered: IssueDeps = {
      ...deps,
      cipher: {
        ...deps.cipher,
        open: async (...args) => (await deps.cipher.open(...args)).replaceAll('試験', '別人'),
      },
    };
    expect(await issue(altered, request)).toEqual({ kind: 'refused', codes: ['ISS-2005'] });
  });

  test('a finished request gives nothing any more', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    await certificateOf(deps, request);
    const result = { requestId: request.requestId, municipality: MURORAN, outcome: 'printed' as const };
    for (let times = 0; times < 2; times += 1)
      expect(await reportResult(deps, result)).toMatchObject({ ok: true, value: { state: 'printed' } });
    expect(await reportResult(deps, { ...result, outcome: 'cancelled' })).toEqual({
      ok: false,
      error: 'ISS-2007',
    });
    expect(await issue(deps, request)).toEqual({ kind: 'refused', codes: ['ISS-2004'] });
  });
});

describe('INV-11 no city can open another city’s data', () => {
  test('a serial of one city is unknown in another', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const elsewhere = { ...wishOf(household, FEE), municipality: NOBORIBETSU, feeJpy: 250 };
    expect(await issue(deps, elsewhere)).toEqual({ kind: 'refused', codes: ['ISS-1101'] });
    const { issuer, serial } = household;
    const menu = await inquireMenu(deps, { municipality: NOBORIBETSU, issuer, serial }, deps.clock());
    expect(menu).toEqual({ ok: false, error: ['ISS-1101'] });
  });

  test('the same person number, household number and serial in two cities stay two people', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const [person] = household.members;
    if (person === undefined) throw new Error('no member');
    const twin = { ...person, fullName: `${person.fullName}別`, address: '北海道登別市中央町1番地' };
    const origin = { fileName: 'test', line: 1 };
    await deps.registry.apply(NOBORIBETSU, [
      { kind: 'resident', fact: twin, sequence: { epoch: 1, number: 1 }, origin },
      {
        kind: 'serial',
        fact: {
          personId: person.personId,
          issuer: household.issuer,
          serial: household.serial,
          medium: 'card',
          validFrom: LocalDate.parse('2020-01-01'),
          validUntil: LocalDate.parse('2090-01-01'),
          state: 'valid',
        },
        sequence: { epoch: 1, number: 2 },
        origin,
      },
    ]);
    const here = await certificateOf(deps, wishOf(household, FEE));
    const there = await certificateOf(deps, wishOf({ ...household, municipality: NOBORIBETSU }, 250));
    expect(await textOf(here.pdf)).not.toContain(twin.fullName);
    expect(await textOf(there.pdf)).toContain(twin.fullName);
  });

  test('a request of one city is unknown in another', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    await certificateOf(deps, request);
    const { requestId } = request;
    const elsewhere = { requestId, municipality: NOBORIBETSU };
    expect(await queryRequest(deps, elsewhere)).toEqual({ ok: false, error: 'ISS-2006' });
    expect(await reportResult(deps, { ...elsewhere, outcome: 'printed' })).toEqual({
      ok: false,
      error: 'ISS-2006',
    });
  });
});

describe('what changes while a certificate is under way', () => {
  /** Lets something happen after everything was read and judged, while the certificate is being made. */
  const meanwhile = (happens: () => Promise<void>): IssueDeps => {
    let done = false;
    return {
      ...deps,
      materials: {
        load: async (...args) => {
          if (!done) await happens();
          done = true;
          return deps.materials.load(...args);
        },
      },
    };
  };

  test('a restriction of another member that lands meanwhile refuses', async () => {
    const household = await ownHousehold(deps.registry, MURORAN, 2);
    const other = household.members[1];
    if (other === undefined) throw new Error('no member');
    const request = wishOf(household, FEE);
    const racing = meanwhile(() =>
      household.change({
        kind: 'restriction',
        fact: {
          personId: other.personId,
          kind: 'protection',
          certificateType: 'all',
          state: 'restricted',
          householdWide: true,
          from: LocalDate.parse('2020-01-01'),
        },
      }),
    );
    expect(await issue(racing, request)).toEqual({ kind: 'refused', codes: ['ISS-1207'] });
    expect(await recordOf(request)).toMatchObject({ state: 'refused', reasons: [{ code: 'ISS-1207' }] });
  });

  test('a revocation of the serial that lands meanwhile refuses', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const [person] = household.members;
    if (person === undefined) throw new Error('no member');
    const racing = meanwhile(() =>
      household.change({
        kind: 'serial',
        fact: {
          personId: person.personId,
          issuer: household.issuer,
          serial: household.serial,
          medium: 'card',
          validFrom: LocalDate.parse('2020-01-01'),
          validUntil: LocalDate.parse('2090-01-01'),
          state: 'revoked',
        },
      }),
    );
    expect(await issue(racing, wishOf(household, FEE))).toEqual({ kind: 'refused', codes: ['ISS-1102'] });
  });

  test('an address that changes meanwhile is the one on the paper', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const [person] = household.members;
    if (person === undefined) throw new Error('no member');
    const moved = { ...person, address: '北海道室蘭市輪西町9番9号' };
    const racing = meanwhile(() => household.change({ kind: 'resident', fact: moved }));
    const { pdf } = await certificateOf(racing, wishOf(household, FEE));
    const text = await textOf(pdf);
    expect(text).toContain(moved.address);
    expect(text).not.toContain(person.address);
  });

  test('INV-12 a switch that is thrown meanwhile stops what is under way', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const racing = meanwhile(() =>
      deps.closures.close({
        municipality: MURORAN,
        type: 'all',
        cause: 'by-hand',
        closedAt: deps.clock(),
        evidence: 'test',
      }),
    );
    const answer = await issue(racing, wishOf(household, FEE));
    await removeLatch('by-hand', 'all');
    expect(answer).toEqual({ kind: 'refused', codes: ['ISS-1003'] });
  });

  /** The feeds of the city are read twice, before the judgement and before the commit; only the later read says this. */
  const seriesMeanwhile = (change: (series: FeedSeries) => FeedSeries): IssueDeps => {
    let reads = 0;
    const readSeries: IssueDeps['linkage']['readSeries'] = async (municipality) => {
      reads += 1;
      const series = await deps.linkage.readSeries(municipality);
      return reads === 1 ? series : series.map(change);
    };
    return { ...deps, linkage: { readSeries } };
  };

  test('INV-5 a gap that shows meanwhile stops what is under way', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const racing = seriesMeanwhile((series) => {
      const { feed, watermark } = series;
      if (feed !== 'serial' || watermark === undefined) return series;
      const gaps = [{ from: 900_001, to: 900_002, before: deps.clock() }];
      return { ...series, watermark: { ...watermark, gaps } };
    });
    const request = wishOf(household, FEE);
    expect(await issue(racing, request)).toEqual({ kind: 'refused', codes: ['ISS-1005'] });
    expect((await recordOf(request))?.reasons).toEqual([
      { code: 'ISS-1005', detail: 'serial:gap:regular:900001-900002' },
    ]);
  });

  test('INV-5 data that grow old while a certificate is drawn are not issued, though nobody has set a latch', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    let now = deps.clock();
    const aging: IssueDeps = {
      ...deps,
      clock: () => now,
      cipher: {
        ...deps.cipher,
        seal: async (...args) => {
          now = instantOf(now + 366 * 86_400_000);
          return deps.cipher.seal(...args);
        },
      },
    };
    const request = wishOf(household, FEE);
    expect(await issue(aging, request)).toEqual({ kind: 'refused', codes: ['ISS-1005'] });
    const reasons = (await recordOf(request))?.reasons.map(({ detail }) => detail);
    expect(reasons).toEqual(['resident:stale:regular', 'serial:stale:regular', 'restriction:stale:regular']);
  });

  test('twenty members are one transaction, and a change of the last of them is noticed', async () => {
    const household = await ownHousehold(deps.registry, MURORAN, 20);
    const last = household.members[19];
    if (last === undefined) throw new Error('no member');
    const request = wishOf(household, FEE, { scope: 'household', options: ['relationship'] });
    const renamed = { ...last, fullName: `${last.fullName}改` };
    const racing = meanwhile(() => household.change({ kind: 'resident', fact: renamed }));
    const { pdf } = await certificateOf(racing, request);
    const text = await textOf(pdf);
    expect(text).toContain(renamed.fullName);
    for (const member of household.members.slice(0, 19)) expect(text).toContain(member.fullName);
  });

  test('a household that never stops changing ends in refusal, not in an old certificate', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const [person] = household.members;
    if (person === undefined) throw new Error('no member');
    let version = 0;
    const restless: IssueDeps = {
      ...deps,
      cipher: {
        ...deps.cipher,
        seal: async (...args) => {
          version += 1;
          await household.change({ kind: 'resident', fact: { ...person, remarks: `第${version}版` } });
          return deps.cipher.seal(...args);
        },
      },
    };
    expect(await issue(restless, wishOf(household, FEE))).toEqual({ kind: 'refused', codes: ['ISS-2001'] });
  });
});

describe('what is kept of a certificate', () => {
  test('is its hashes, its people’s numbers and an encrypted snapshot, but no word of it', async () => {
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = wishOf(household, FEE);
    const { sha256 } = await certificateOf(deps, request);
    const [person] = household.members;
    const pk = `R#${MURORAN}#${request.requestId}`;
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: stack.issuanceTable,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      }),
    );
    expect(Items).toHaveLength(2);
    const kept = JSON.stringify(Items, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
    );
    expect(kept).toContain(sha256);
    for (const word of [person?.fullName, person?.address, person?.dateOfBirth.text, '%PDF'])
      expect(kept).not.toContain(word);
    const snapshot = await client.send(
      new GetCommand({ TableName: stack.issuanceTable, Key: { pk, sk: 'snapshot' } }),
    );
    const days = (Number(snapshot.Item?.['expiresAt']) - Date.now() / 1000) / 86_400;
    expect(Math.round(days)).toBe(90);
    expect(newRequestId()).not.toBe(newRequestId());
  });
});
