import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, test } from 'vitest';
import {
  AuditEvent,
  createAnchorStore,
  createAuditStore,
  createChainStore,
  type Finding,
  verifyCity,
} from '../../functions/audit/index.ts';
import { sealCity } from '../../functions/audit/seal-city.ts';
import { ProofView } from '../../functions/issuance/proof-contract.ts';
import { createS3Client } from '../../functions/shared/aws.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { instantOf, jstDateOf, type LocalDate } from '../../functions/shared/time.ts';
import { uuidV7 } from '../../functions/shared/uuid-v7.ts';
import { engineApi } from '../../scripts/deploy/engine-api.ts';
import { main as issuance } from '../../scripts/issuance/main.ts';
import { setUpOperators } from '../../simulator/sample/operators.ts';
import { auditSince } from '../support/audit.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine } from '../support/issuing.ts';
import { kioskOverHttp } from '../support/kiosk.ts';
import { staffBrowser } from '../support/staff.ts';

const kiosk = await kioskOverHttp();
const { stack, client } = kiosk;
const environment = { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: stack.endpoint };
const parts = {
  chain: createChainStore({ client, table: stack.auditTable }),
  anchors: createAnchorStore({ client: createS3Client({ environment }), bucket: stack.anchorBucket }),
};
const MURORAN = MunicipalityCode.parse('012050');
const MINUTE = 60_000;

async function findingsIn(municipality: MunicipalityCode, from?: LocalDate) {
  const findings: Finding[] = [];
  const verified = await verifyCity(
    parts,
    { municipality, from, now: instantOf(Date.now()) },
    { found: (finding) => findings.push(finding), progress: () => undefined },
  );
  return { ...verified, findings };
}

describe('the sealed audit', () => {
  test('finds what was changed in the table after it was sealed', async () => {
    // Nobody else's city, so that nobody else seals it.
    const municipality = MunicipalityCode.parse(`9${String(randomInt(100_000)).padStart(5, '0')}`);
    const audit = createAuditStore(client, stack.auditTable);
    const at = Date.now() - 10 * MINUTE;
    const events = [0, 1].map((second) =>
      AuditEvent.parse({
        eventId: uuidV7(at + second, randomBytes(10)),
        municipality,
        at: at + second,
        actor: { kind: 'center', terminal: 'T1' },
        action: 'issuance.responded',
        about: { requestId: 'a-request-of-the-tests' },
      }),
    );
    for (const event of events) await audit.append(event);
    expect(await sealCity({ ...parts, clock: () => instantOf(Date.now()) }, municipality)).toEqual({
      blocks: 1,
      events: 2,
    });
    const day = jstDateOf(instantOf(at));
    expect(await findingsIn(municipality, day)).toMatchObject({ blocks: 1, events: 2, findings: [] });

    const [first] = events;
    const sk = first?.eventId ?? '';
    const pk = `E#${municipality}#${day}#${sk.slice(-1)}`;
    const { Item } = await client.send(new GetCommand({ TableName: stack.auditTable, Key: { pk, sk } }));
    await client.send(
      new PutCommand({ TableName: stack.auditTable, Item: { ...Item, action: 'issuance.refused' } }),
    );
    const { findings } = await findingsIn(municipality, day);
    expect(findings).toMatchObject([{ kind: 'event-changed', event: sk }]);
  });

  test('is made by a function of its own, of every city of the stage', async () => {
    await engineApi(stack.endpoint, stack.region).invoke(`kofu-${stack.stage}-audit-seal`);
    const { blocks, findings } = await findingsIn(MURORAN);
    expect(blocks).toBeGreaterThan(0);
    expect(findings).toEqual([]);
  });
});

describe('the proof of a certificate', () => {
  const startedAt = Date.now();

  async function prove(...args: readonly string[]) {
    const operators = await setUpOperators(stack);
    const operator = operators.find(
      (one) => one.municipality === MURORAN && one.operatorId === 'mihon-kanri',
    );
    let out = '';
    const code = await issuance(['prove', ...args, '--municipality', MURORAN, '--json'], {
      write: (text) => {
        out += text;
      },
      complain: (text) => {
        out += text;
      },
      cities: async () => [],
      signIn: async (who) => {
        const browser = staffBrowser();
        await browser.signIn(who.municipality, who.operator, operator?.password ?? '');
        return browser;
      },
    });
    return { code, out };
  }

  test('draws it again byte for byte, knows its file from another, and is on record', async () => {
    const { deps } = issuingOnEngine();
    const household = await ownHousehold(deps.registry, MURORAN);
    const request = kiosk.wish(household);
    const { pdf, sha256 } = await kiosk.issued(request);
    const folder = await mkdtemp(join(tmpdir(), 'kofu-proof-'));
    const [right, wrong] = [join(folder, 'right.pdf'), join(folder, 'wrong.pdf')];
    await writeFile(right, pdf);
    await writeFile(wrong, Buffer.concat([pdf, Buffer.from('\n')]));

    const proven = await prove(request.requestId, '--file', right);
    expect(ProofView.parse(JSON.parse(proven.out))).toMatchObject({
      verdict: 'equal',
      recorded: { pdfSha256: sha256 },
      redrawing: { kind: 'drawn', sameProgram: true, equalBytes: true, pdfSha256: sha256 },
      file: { equal: true },
    });
    expect(proven.code).toBe(0);
    expect(proven.out).not.toContain(household.members[0]?.fullName);
    const other = await prove(request.requestId, '--file', wrong);
    expect([other.code, ProofView.parse(JSON.parse(other.out)).verdict]).toEqual([1, 'different']);
    await rm(folder, { recursive: true });

    const events = (await auditSince(client, stack.auditTable, MURORAN, startedAt)).filter(
      ({ action }) => action === 'issuance.proved',
    );
    expect(events.map(({ actor, about }) => [actor, about.requestId, about.evidence])).toEqual([
      [{ kind: 'operator', operatorId: 'mihon-kanri' }, request.requestId, 'equal'],
      [{ kind: 'operator', operatorId: 'mihon-kanri' }, request.requestId, 'different'],
    ]);
  });
});

afterAll(() => client.destroy());
