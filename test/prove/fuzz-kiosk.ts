import { randomBytes } from 'node:crypto';
import { Problem } from '../../functions/issuance/contract.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { SIGNATURE_HEADERS } from '../../functions/shared/signature.ts';
import type { RawAnswer, RawRequest } from '../../simulator/center.ts';
import { type Random, randomFor } from '../../simulator/sample/random.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine, newRequestId, wishOf } from '../support/issuing.ts';
import { kioskOverHttp } from '../support/kiosk.ts';
import { inPool } from '../support/pool.ts';
import { type Body, hostileBody } from './fuzz-kiosk/mutate.ts';
import { type Operation, publishedOperations } from './fuzz-kiosk/openapi.ts';
import { changedKeys, heldIn, newKeys } from './fuzz-kiosk/state.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

const CITY = MunicipalityCode.parse('012050');
const WRONG_FEE = 99_999;
const IN_FLIGHT = 8;
/** What a program says of itself when it is caught unprepared. */
const LEAK =
  /\bat .{1,200}:\d+:\d+|\b(Type|Range|Reference|Syntax|Zod)Error\b|node:internal|node_modules|\/var\/task|DynamoDB/;

/** Whatever is sent to the kiosk API, it refuses by its contract, tells nothing of its inside, and changes nothing. */
export const fuzzKiosk: Proof = {
  name: 'fuzz-kiosk',
  summary:
    'Hostile requests made from the OpenAPI document: a refusal of the contract, no 5xx, no trace of a program, nothing changed',
  needsSystem: true,
  count: 5_000,
  slice: 80,
  run: prove,
};

type Sent = {
  readonly request: RawRequest;
  readonly how: string;
  /** What the answer must be: a refusal for its form, for its signature, or any answer of the contract. */
  readonly expects: 'ill-formed' | 'unsigned' | 'any';
  readonly statuses: ReadonlySet<number>;
};

async function prove({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, note, report } = tally();
  const { deps } = issuingOnEngine();
  const { stack, client, center } = await kioskOverHttp();
  const random = randomFor(`${seed}/fuzz-kiosk`);
  const operations = publishedOperations();
  const household = await ownHousehold(deps.registry, CITY, 2);
  const tables = [stack.registryTable, stack.staffTable, stack.issuanceTable];
  const before = await Promise.all(tables.map((table) => heldIn(client, table)));

  // The fee is not the city's: a sound request is refused as well, and whatever is answered changes nothing but records.
  const soundOf = (path: string): unknown => {
    const wish = wishOf(household, WRONG_FEE);
    const { requestId, municipality, issuer, serial } = wish;
    if (path === '/v1/issue') return wish;
    if (path === '/v1/menu') return { municipality, issuer, serial };
    if (path === '/v1/errors') return { requestId, municipality, code: 'E-1' };
    return { requestId, municipality, outcome: 'printed' };
  };
  const cases = Array.from({ length: count }, () => caseOf(random, random.pick(operations), soundOf));
  const seen = new Map<string, number>();
  let done = 0;
  await inPool(cases, IN_FLIGHT, async (sent) => {
    const answer = await center.send(sent.request);
    const fault = faultOf(answer, sent);
    check(fault === undefined, `${sent.request.method} ${sent.how}: ${fault}`);
    const name = `${answer.status}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    done += 1;
    if (done % 500 === 0) say(`${done} requests`);
  });

  const after = await Promise.all(tables.map((table) => heldIn(client, table)));
  for (const [index, table] of tables.entries()) {
    const [was, is] = [before[index] ?? new Map(), after[index] ?? new Map()];
    const changed = changedKeys(was, is);
    check(changed.length === 0, `${table}: ${changed.length} items were changed or lost`);
    const came = newKeys(was, is);
    // A sound request that is refused leaves its own record, and a notice about one that nobody knows its case.
    const strange = came.filter((key) => table !== stack.issuanceTable || !/^[RK]#/.test(key));
    check(strange.length === 0, `${table}: ${strange.length} items came from nowhere`);
  }
  const outcomes = [...seen].sort().map(([status, number]) => `${status}: ${number}`);
  note(`answers by status: ${outcomes.join(', ')}`);
  return report();
}

/** A request that is wrong in its body, its signature, or its place. */
function caseOf(random: Random, operation: Operation, soundOf: (path: string) => unknown): Sent {
  const { method, path, schema, statuses } = operation;
  if (schema === undefined) return queryCase(random, operation);
  const sound = soundOf(path);
  const way = random.weighted([
    ['body', 8],
    ['signature', 2],
    ['place', 1],
  ] as const);
  if (way === 'body') {
    const { bytes, how, breaks }: Body = hostileBody(sound, schema, random);
    return {
      request: { method, path, body: bytes },
      how: `${path} ${how}`,
      expects: breaks ? 'ill-formed' : 'any',
      statuses,
    };
  }
  const body = JSON.stringify(sound);
  if (way === 'signature') return signatureCase(random, { method, path, body }, statuses);
  const other = random.pick(['DELETE', 'PUT', 'PATCH', 'GET']);
  return {
    request: { method: other, path, ...(other === 'GET' ? {} : { body }) },
    how: `${path} by another method`,
    expects: 'any',
    statuses: ANY,
  };
}

/** What the gateway itself refuses has no status in the contract. */
const ANY: ReadonlySet<number> = new Set();

function queryCase(random: Random, { path, statuses }: Operation): Sent {
  const id = random.pick([
    newRequestId(),
    'short',
    'x'.repeat(65),
    '..%2F..%2Fetc',
    '%00',
    '%E4%B8%80',
    'a b',
    '%ff',
  ]);
  const query = random.pick([
    '?municipality=012050',
    '',
    '?municipality=0',
    '?municipality=012050&municipality=012301',
    '?x=1',
  ]);
  const place = path.replace('{id}', id) + query;
  return {
    request: { method: 'GET', path: place },
    how: 'query',
    expects: 'any',
    statuses: /^[\w-]+$/.test(id) ? statuses : ANY,
  };
}

function signatureCase(random: Random, sound: RawRequest, statuses: ReadonlySet<number>): Sent {
  const wrong = random.pick<readonly [string, Partial<RawRequest>]>([
    ['no signature', { headers: { [SIGNATURE_HEADERS.signature]: undefined } }],
    ['no key', { headers: { [SIGNATURE_HEADERS.keyId]: undefined } }],
    ['another key', { keyId: 'somebody' }],
    ['another signature', { signature: randomBytes(32).toString('hex') }],
    ['a signature of another form', { signature: 'Zz'.repeat(32) }],
    ['a nonce of another form', { nonce: 'x' }],
    ['an old time', { time: String(Date.now() - 600_000) }],
    ['a time to come', { time: String(Date.now() + 600_000) }],
    ['no time', { time: '' }],
    ['a long header', { headers: { [SIGNATURE_HEADERS.keyId]: 'k'.repeat(4_000) } }],
  ]);
  return {
    request: { ...sound, ...wrong[1] },
    how: `${sound.path} ${wrong[0]}`,
    expects: 'unsigned',
    statuses,
  };
}

const ILL_FORMED: ReadonlySet<number> = new Set([400, 413]);

/** What is wrong with an answer; never its text. */
function faultOf({ status, headers, body }: RawAnswer, { expects, statuses }: Sent): string | undefined {
  if (status >= 500) return `status ${status}`;
  const text = new TextDecoder().decode(body);
  if (LEAK.test(text)) return 'the answer tells of the program';
  if (statuses.size > 0 && !statuses.has(status)) return `status ${status} is not in the contract`;
  if (expects === 'ill-formed' && !ILL_FORMED.has(status))
    return `status ${status} for what breaks the contract`;
  if (expects === 'unsigned' && status !== 401) return `status ${status} for a wrong signature`;
  if (status === 200 || statuses.size === 0) return undefined;
  if (!(headers.get('content-type') ?? '').startsWith('application/problem+json'))
    return `status ${status} without a problem`;
  const problem = Problem.strict().safeParse(JSON.parse(text));
  return problem.success && problem.data.status === status ? undefined : 'the problem breaks the contract';
}
