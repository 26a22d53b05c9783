import type { Setting, SettingRow } from '../../../functions/changes/index.ts';
import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type { RegistryChange } from '../../../functions/registry/index.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode, RequestId } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { date, personId, resident, restriction, seal, serial } from '../../unit/registry/sample-changes.ts';

export const MUNICIPALITY = MunicipalityCode.parse('012050');
export const NOON = Date.parse('2026-11-23T12:00:00+09:00');
export const DEADLINE_MS = 10_000;
export const RESULT_WAIT_MS = 600_000;
const DIGEST = 'a'.repeat(64);

const CITY: readonly Setting[] = [
  { kind: 'name', scope: 'city', value: { name: '室蘭市' } },
  { kind: 'head', scope: 'city', value: { title: '室蘭市長', name: '見本　一郎', sealDigest: DIGEST } },
  { kind: 'fee', scope: 'resident-record', value: { feeJpy: 300 } },
  { kind: 'fee', scope: 'seal-registration', value: { feeJpy: 300 } },
];
export const CITY_ROWS: readonly SettingRow[] = CITY.map((setting, index) => ({
  ...setting,
  id: `row-${index}`,
  municipality: MUNICIPALITY,
  validFrom: instantOf(0),
}));

const ADULT = { dateOfBirth: { text: '昭和61年4月5日', date: date('1986-04-05') } };
const FIRST = { ...ADULT, person: 1, household: 1, fullName: '見本　一' };
const SECOND = { ...ADULT, person: 2, household: 1, householdOrder: 2, fullName: '見本　二' };

/** A household of two, of whom the first has a card and a seal. */
export const FIRST_ROWS: readonly RegistryChange[] = [
  resident(1, FIRST),
  resident(2, SECOND),
  serial(1, { person: 1 }),
  seal(1, { person: 1 }),
];

export type ModelChange = { readonly name: string; readonly change: RegistryChange | 'kill' };

/** What happens meanwhile; every pair of them is a scenario. */
const CHANGES: readonly ModelChange[] = [
  { name: 'restrict', change: restriction(10, { person: 2 }) },
  { name: 'move', change: resident(14, { ...SECOND, household: 2 }) },
  { name: 'kill', change: 'kill' },
  { name: 'revoke', change: serial(18, { person: 1, state: 'revoked' }) },
  { name: 're-register', change: seal(13, { person: 1, impression: 'b' }) },
  { name: 'erase-seal', change: seal(12, { person: 1, state: 'erased' }) },
  { name: 'correct', change: resident(16, { ...SECOND, fullName: '見本　二改' }) },
  { name: 'transfer-pending', change: resident(17, { ...SECOND, transferPending: true }) },
  { name: 'move-applicant', change: resident(15, { ...FIRST, household: 2 }) },
  { name: 'restrict-applicant', change: restriction(11, { person: 1, kind: 'other' }) },
];

export type Scenario = {
  readonly name: string;
  /** Two requests: the first is delivered twice, the second once. */
  readonly requests: readonly [IssueRequest, IssueRequest];
  readonly changes: readonly [ModelChange, ModelChange];
};

const wish = (id: string, changes: Partial<IssueRequest>): IssueRequest => ({
  requestId: RequestId.parse(`request-of-the-model-${id}`),
  municipality: MUNICIPALITY,
  issuer: JpkiIssuer.parse('ISSUER-1'),
  serial: JpkiSerial.parse('A1'),
  type: 'resident-record',
  scope: 'household',
  options: [],
  subjects: [],
  copies: 1,
  feeJpy: 300,
  store: { code: 'TEST-0001', name: '見本店' },
  terminal: 'T1',
  ...changes,
});

const HOUSEHOLD = wish('household', {});
const PARTIAL = wish('partial', { scope: 'partial', subjects: [personId(2)] });
const SEAL = wish('seal', { type: 'seal-registration', scope: 'individual' });

const REQUESTS: readonly (readonly [string, readonly [IssueRequest, IssueRequest]])[] = [
  ['household twice, seal once', [HOUSEHOLD, SEAL]],
  ['seal twice, partial once', [SEAL, PARTIAL]],
];

/** Every pair of changes with each pair of requests; the first ones are those that the slice runs. */
export const SCENARIOS: readonly Scenario[] = REQUESTS.flatMap(([name, requests]) =>
  CHANGES.flatMap((first, index) =>
    CHANGES.slice(index + 1).map((second) => ({
      name: `${name}; ${first.name} and ${second.name}`,
      requests,
      changes: [first, second] as const,
    })),
  ),
);
