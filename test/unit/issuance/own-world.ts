import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Case, CaseOpening } from '../../../functions/cases/index.ts';
import {
  residentRecordTemplateData,
  sealRegistrationTemplateData,
  taxAndIncomeTemplateData,
} from '../../../functions/certificates/index.ts';
import { encodeSeal, type Setting, type SettingRow } from '../../../functions/changes/index.ts';
import type { Latch } from '../../../functions/closures/index.ts';
import { createDecisionReader } from '../../../functions/decisions/index.ts';
import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { issueCertificate } from '../../../functions/issuance/issue-certificate.ts';
import { createMaterialShelf } from '../../../functions/issuance/materials.ts';
import { inquireMenu } from '../../../functions/issuance/menu.ts';
import { PRESS } from '../../../functions/issuance/press.ts';
import type { IssuanceRecord } from '../../../functions/issuance/record.ts';
import type { RecordStore } from '../../../functions/issuance/store.ts';
import type { KosekiGateway } from '../../../functions/koseki/index.ts';
import { createNumberReader, type FeedSeries } from '../../../functions/linkage/index.ts';
import { createNumberVault } from '../../../functions/linkage/number-vault.ts';
import { FONT_LOOKUP } from '../../../functions/pdf/index.ts';
import { createRegistryStore, type RegistryChange } from '../../../functions/registry/index.ts';
import {
  createImpressionStore,
  ImpressionRules,
  impressionOf,
  referenceOf,
  type SealImpression,
} from '../../../functions/seal-images/index.ts';
import { canonicalJson, sha256Hex } from '../../../functions/shared/canonical.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode, RequestId } from '../../../functions/shared/ids.ts';
import { err, unwrap } from '../../../functions/shared/result.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { citySeal } from '../../../simulator/sample/sample-seal.ts';
import { createFakeKms } from '../../support/fake-kms.ts';
import { openBaseFont } from '../pdf/fixtures.ts';
import { createFakeTable } from '../registry/fake-table.ts';
import { date, resident, serial } from '../registry/sample-changes.ts';
import { sealGrid, writeBmp } from '../seal-images/bmp-writer.ts';
import { createFakeBucket } from '../seal-images/fake-bucket.ts';
import { freshSeries } from './fresh-series.ts';

export const municipality = MunicipalityCode.parse('012050');
export const CARD = {
  municipality,
  issuer: JpkiIssuer.parse('ISSUER-1'),
  serial: JpkiSerial.parse('A1'),
};
export const NOON = Date.parse('2026-11-23T12:00:00+09:00');
export const FEE = 300;
const ipamjm = openBaseFont();
const seal = encodeSeal(citySeal(1));
const TEMPLATES = {
  'resident-record': canonicalJson(residentRecordTemplateData),
  'seal-registration': canonicalJson(sealRegistrationTemplateData),
  'tax-and-income': canonicalJson(taxAndIncomeTemplateData),
} as const;
const BLOBS = [seal, ...Object.values(TEMPLATES)];

/** Imprints of 10 and 12 mm; nobody could take one for the other. */
export const IMPRESSIONS = [200, 240].map((side) =>
  unwrap(impressionOf(writeBmp(sealGrid(side), { bitCount: 1 }), ImpressionRules.parse({ dpi: 508 }))),
) as [SealImpression, SealImpression];

/** The city offers all three types, and two years, of which the newest begins in June. */
export const CITY: readonly Setting[] = [
  { kind: 'name', scope: 'city', value: { name: '室蘭市' } },
  {
    kind: 'head',
    scope: 'city',
    value: { title: '室蘭市長', name: '見本　一郎', sealDigest: sha256Hex(seal) },
  },
  {
    kind: 'tax-years',
    scope: 'tax-and-income',
    value: { yearsBefore: 1, newYearFrom: { month: 6, day: 1 } },
  },
  ...Object.entries(TEMPLATES).flatMap(([scope, text]): Setting[] => [
    { kind: 'fee', scope, value: { feeJpy: FEE } },
    { kind: 'template', scope, value: { templateDigest: sha256Hex(text) } },
  ]),
];

/** A registration whose impression is one of `IMPRESSIONS`. */
export const registration = (
  number: number,
  state: 'active' | 'suspended' | 'erased' = 'active',
  impression: SealImpression = IMPRESSIONS[0],
): RegistryChange => ({
  kind: 'seal',
  sequence: { epoch: 1, number },
  origin: { fileName: 'sample.csv', line: number },
  fact: {
    personId: adult(1).fact.personId,
    registrationNumber: `00${number}`,
    state,
    registeredOn: date('2020-05-11'),
    ...(state === 'erased' ? {} : { impression: referenceOf(impression) }),
  },
});

/** A change that brings a resident of forty. */
export function adult(number: number, wish: Parameters<typeof resident>[1] = {}) {
  const change = resident(number, {
    dateOfBirth: { text: '昭和61年4月5日', date: date('1986-04-05') },
    ...wish,
  });
  if (change.kind !== 'resident') throw new Error('no resident');
  return change;
}

/** The gateway of a city that has no link. */
const NO_KOSEKI: KosekiGateway = {
  isLinked: () => false,
  fetchCertificate: async () => err({ kind: 'no-link' }),
};

export type OwnWorld = Awaited<ReturnType<typeof ownWorld>>;

/**
 * A city in memory with one adult who has a card: real registry, materials, impressions, drawing, gate and steps; the
 * record store keeps its records in a map and checks the versions of a commit as the table does.
 */
export async function ownWorld({
  changes = [],
  settings = [],
  latches = [],
  unset,
  series = freshSeries(NOON),
  koseki = NO_KOSEKI,
}: {
  readonly changes?: readonly RegistryChange[];
  /** In force since the beginning, after those of `CITY`. */
  readonly settings?: readonly Setting[];
  readonly latches?: readonly Latch[];
  /** A kind of `CITY` that this city has not set. */
  readonly unset?: Setting['kind'];
  readonly series?: readonly FeedSeries[];
  readonly koseki?: KosekiGateway;
} = {}) {
  const keys = createFakeKms();
  const table = createFakeTable();
  const bucket = createFakeBucket();
  const impressions = createImpressionStore({ client: bucket.client, bucket: 'inbox' });
  for (const impression of IMPRESSIONS) await impressions.put(municipality, impression);
  const registry = createRegistryStore({
    client: table.client,
    table: 'registry',
    pause: async () => undefined,
  });
  const apply = (...more: readonly RegistryChange[]) => registry.apply(municipality, more);
  await apply(adult(1), serial(1), ...changes);

  const city = CITY.filter(({ kind }) => kind !== unset);
  const rows: SettingRow[] = [...city, ...settings].map((setting, index) => ({
    ...setting,
    id: `row-${String(index).padStart(3, '0')}`,
    municipality,
    validFrom: instantOf(index < city.length ? 0 : 1),
  }));
  const closed: Latch[] = [];
  let now: Instant = instantOf(NOON);
  let ids = 0;
  const { records, kept, cases } = memoryRecords(async (checks) => {
    if (checks.length > 0) await table.client.send(new TransactWriteCommand({ TransactItems: [...checks] }));
  });
  const deps: IssueDeps = {
    registry,
    decisions: createDecisionReader({ client: table.client, table: 'staff', pause: async () => undefined }),
    settings: { readSettings: async () => [...rows] },
    closures: {
      readLatches: async () => [...latches, ...closed],
      close: async (latch) => {
        closed.push(latch);
      },
    },
    linkage: { readSeries: async () => [...series] },
    records,
    materials: createMaterialShelf({
      settings: { readBlob: async (digest) => BLOBS.find((text) => sha256Hex(text) === digest) },
      readPack: async () => undefined,
      lookup: FONT_LOOKUP,
      shared: { ipamjm },
    }),
    press: PRESS,
    impressions,
    koseki,
    numbers: createNumberReader({ kms: keys.kms, keyId: 'number-key' }),
    cipher: {
      seal: async (text, context) => ({ text, context }) as never,
      open: async (snapshot) => (snapshot as unknown as { text: string }).text,
    },
    clock: () => now,
    newId: () => {
      ids += 1;
      return `01a2096e-0f40-70e9-a37b-${String(ids).padStart(12, '0')}`;
    },
    // the deadline never comes in these tests
    sleep: () => new Promise(() => undefined),
    tagOf: (text) => sha256Hex(`tag ${text}`),
    alarm: () => undefined,
    keepEvidence: async () => undefined,
    program: 'test',
    deadlineMs: 10_000,
    resultWaitMs: 600_000,
    snapshotDays: 90,
  };

  const issue = (request: IssueRequest, over: Partial<IssueDeps> = {}) =>
    issueCertificate({ ...deps, ...over }, request, now);
  return {
    deps,
    table,
    /** The key service of 個人番号, and what takes them in. */
    keys,
    vault: createNumberVault({ kms: keys.kms, keyId: 'number-key', digestKeyId: 'digest-key' }),
    registry,
    bucket,
    closed,
    kept,
    cases,
    apply,
    setNow: (text: string) => {
      now = instantOf(Date.parse(text));
    },
    put: (setting: Setting, validFrom: Instant = now) => {
      rows.push({ ...setting, id: `row-${rows.length}`.padEnd(9, '9'), municipality, validFrom });
    },
    issue,
    /** The codes of a refusal, or the number of pages. */
    outcomeOf: async (request: IssueRequest, over: Partial<IssueDeps> = {}) => {
      const answer = await issue(request, over);
      return answer.kind === 'refused' ? answer.codes : answer.pages;
    },
    menu: (card: typeof CARD = CARD) => inquireMenu(deps, card, now),
  };
}

let requests = 0;
export function wishFor(type: string, changes: Partial<IssueRequest> = {}): IssueRequest {
  requests += 1;
  return {
    requestId: RequestId.parse(`a-request-of-the-tests-${String(requests).padStart(6, '0')}`),
    ...CARD,
    type,
    scope: 'individual',
    options: [],
    subjects: [],
    copies: 1,
    feeJpy: FEE,
    store: { code: 'TEST-0001', name: '見本店' },
    terminal: 'T1',
    ...changes,
  };
}

export const sealWish = (changes: Partial<IssueRequest> = {}) => wishFor('seal-registration', changes);
export const taxWish = (taxYear: number | undefined, changes: Partial<IssueRequest> = {}) =>
  wishFor('tax-and-income', taxYear === undefined ? changes : { taxYear, ...changes });

/** Records and snapshots in a map. `check` throws as the table does where a version has passed. */
function memoryRecords(check: (checks: Parameters<RecordStore['confirm']>[1]) => Promise<void>) {
  const kept = new Map<string, IssuanceRecord>();
  const snapshots = new Map<string, Parameters<RecordStore['commit']>[1]['snapshot']>();
  const cases = new Map<string, Case>();
  const openAll = (openings: readonly CaseOpening[] = []): void => {
    for (const opening of openings) cases.set(opening.case.caseId, opening.case);
  };
  const keyOf = ({ municipality: city, requestId }: Pick<IssuanceRecord, 'municipality' | 'requestId'>) =>
    `${city}#${requestId}`;
  const step = (record: IssuanceRecord, changes: Partial<IssuanceRecord>) => {
    kept.set(keyOf(record), { ...(kept.get(keyOf(record)) ?? record), ...changes });
    return 'done' as const;
  };
  const unchanged = (checks: Parameters<RecordStore['confirm']>[1]) =>
    check(checks).then(
      () => true,
      () => false,
    );
  const records = {
    read: async (city, requestId) => kept.get(keyOf({ municipality: city, requestId })),
    openCase: async (opening) => {
      openAll([opening]);
      return true;
    },
    hasCase: async (_, caseId) => cases.has(caseId),
    claim: async (record) => {
      const existing = kept.get(keyOf(record));
      if (existing === undefined) kept.set(keyOf(record), record);
      return existing;
    },
    refuse: async (record, { reasons, subjects, applicant, typeName, family, at, cases: openings }) => {
      openAll(openings);
      return step(record, {
        state: 'refused',
        reasons: [...reasons],
        subjects: [...subjects],
        finishedAt: at,
        ...(applicant === undefined ? {} : { applicant }),
        ...(typeName === undefined ? {} : { typeName }),
        ...(family === undefined ? {} : { family }),
      });
    },
    commit: async (record, { snapshot, checks, subjects, ...answered }, at) => {
      if (!(await unchanged(checks))) return 'changed';
      if (snapshot !== undefined) snapshots.set(keyOf(record), snapshot);
      return step(record, { state: 'responded', ...answered, subjects: [...subjects], respondedAt: at });
    },
    confirm: async (_, checks) => ((await unchanged(checks)) ? 'done' : 'changed'),
    fail: async (record, reasons, at) =>
      step(record, { state: 'failed', reasons: [...reasons], finishedAt: at }),
    finish: async (record, outcome, at, _event, { chargedJpy, cases: openings } = {}) => {
      openAll(openings);
      const charged = chargedJpy === undefined ? {} : { chargedJpy };
      return step(record, { state: outcome, finishedAt: at, ...charged });
    },
    readSnapshot: async (record) => snapshots.get(keyOf(record)),
  } satisfies RecordStore;
  return { records, kept, cases };
}
