import { type IssueRequest, type PrintOutcome, Problem } from '../../../functions/issuance/contract.ts';
import type { IssuanceRecord } from '../../../functions/issuance/record.ts';
import type { RecordStore } from '../../../functions/issuance/store.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { publicCodeOf, REFUSALS, type RefusalCode } from '../../../functions/shared/refusals.ts';
import { type KioskAnswer, patiently } from '../kiosk-connection.ts';
import type { Ledger } from '../simulation/ledger.ts';
import type { Group } from './group.ts';
import { readPaper } from './papers.ts';
import type { Staff } from './staff.ts';
import type { Troubles } from './troubles.ts';
import type { Workers } from './workers.ts';

/** What the centre got; `nothing`: no answer came, or one that is none. */
export type Got =
  | { readonly kind: 'certificate'; readonly pdf: Uint8Array; readonly sha256: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'nothing' };
export type Way = 'api' | 'worker';

/** Whatever is refused because time has run out took nearly all of it. */
const NEARLY_THE_DEADLINE_MS = 9_000;
/** Of what one moment's reading is torn by a change, before any commit. */
const TORN: readonly RefusalCode[] = ['ISS-2001', 'ISS-1213', 'ISS-1401', 'ISS-1235', 'ISS-1231'];
const OF_KOSEKI_FAULTS: readonly RefusalCode[] = ['ISS-2003', 'ISS-2031', 'ISS-2032', 'ISS-1238', 'ISS-1214'];
const REPEATED: readonly RefusalCode[] = ['ISS-2004', 'ISS-2001', 'ISS-2002'];

type Parts = {
  readonly post: (path: string, body: unknown) => Promise<KioskAnswer>;
  readonly workers: Workers;
  readonly records: Pick<RecordStore, 'read'>;
  readonly staffOf: (municipality: string) => Staff;
  readonly troubles: Troubles;
  readonly ledger: Ledger;
  readonly fault: (line: string) => void;
};

/** What one request has met so far. */
export type Case = {
  readonly request: IssueRequest;
  readonly group: Group;
  /** The fee that the kiosk has shown is not the city's. */
  readonly isWrongFee: boolean;
  readonly beganAt: number;
  /** At this time its record was read, and nothing was committed. */
  notBefore: number;
  deliveries: number;
  isSpoiled: boolean;
};

/** Asks in either way, and judges every answer by what was so between the asking and the answer. */
export function createDeliveries({ post, workers, records, staffOf, troubles, ledger, fault }: Parts) {
  const counts = { certificates: 0, papers: 0, refusals: new Map<string, number>() };
  const drawn = new Set<string>();
  const open = new Set<Case>();
  /** Refusals because a koseki type was closed: explained in the end by what the gate has closed. */
  const closedByGate: {
    readonly name: string;
    readonly city: string;
    readonly type: string;
    readonly from: number;
    readonly until: number;
  }[] = [];

  const nameOf = ({ requestId, type, scope }: IssueRequest): string => `${type} ${scope} ${requestId}`;

  async function askApi(request: IssueRequest): Promise<Got> {
    const answer = await patiently(() => post('/v1/issue', request)).catch(() => undefined);
    if (answer === undefined) return { kind: 'nothing' };
    const sha256 = answer.headers.find(([name]) => name === 'x-kofu-pdf-sha256')?.[1];
    if (answer.status === 200 && sha256 !== undefined)
      return { kind: 'certificate', pdf: answer.body, sha256 };
    const problem = Problem.safeParse(parsed(answer.body));
    if (problem.success) return { kind: 'refused', code: problem.data.code };
    fault(`${nameOf(request)}: status ${answer.status} without a problem`);
    return { kind: 'nothing' };
  }

  async function askWorker(request: IssueRequest): Promise<Got> {
    const answer = await workers.issue(request);
    if (answer === undefined || answer.kind === 'error') return { kind: 'nothing' };
    if (answer.kind === 'certificate') return answer;
    return { kind: 'refused', code: publicCodeOf(answer.codes) };
  }

  /** The codes that something in this time explains. */
  function explained(one: Case, way: Way, from: number, until: number): Set<string> {
    const { request, group } = one;
    const states = group.judgedAt(request, from, until);
    const codes = new Set<string>(states.flatMap((state) => [...state.codes]));
    if (states.length > 1) for (const code of TORN) codes.add(code);
    if (one.isWrongFee) codes.add('ISS-1404');
    const closed = staffOf(group.municipality).closed.between(from, until);
    if (closed.some((type) => type === 'all' || type === request.type)) codes.add('ISS-1003');
    const isKoseki = request.type.startsWith('family-register');
    if (isKoseki && troubles.fault.between(from, until).some((name) => name !== undefined))
      for (const code of OF_KOSEKI_FAULTS) codes.add(code);
    if (until - from > NEARLY_THE_DEADLINE_MS) codes.add('ISS-2002');
    // Calls that conflict again and again, and transactions that a spoiled line reports as lost, use up the attempts.
    if (way === 'worker' || one.isSpoiled) for (const code of ['ISS-2001', 'ISS-2002']) codes.add(code);
    if (one.deliveries > 1) for (const code of REPEATED) codes.add(code);
    return codes;
  }

  async function judgeCertificate(
    one: Case,
    { pdf, sha256 }: { readonly pdf: Uint8Array; readonly sha256: string },
    askedAt: number,
    answeredAt: number,
  ): Promise<void> {
    const { request, group } = one;
    const say = (line: string): void => fault(`${nameOf(request)}: ${line}`);
    counts.papers += 1;
    ledger.toldOf(request.requestId).hashes.add(sha256);
    if (sha256Hex(pdf) !== sha256) say('the bytes are not those of the hash');
    const record = await records.read(request.municipality, request.requestId);
    const { drawing, respondedAt } = record ?? {};
    if (record === undefined || drawing === undefined || respondedAt === undefined)
      return say('a certificate without a record of it');
    if (drawing.pdfSha256 !== sha256) say('other bytes were answered than are on record');
    if (record.feeJpy !== request.feeJpy || record.copies !== request.copies) say('another fee is on record');
    if (one.isWrongFee) say('a certificate for another fee than the city’s');
    const closed = staffOf(group.municipality).closed.between(askedAt, answeredAt);
    if (closed.every((type) => type === 'all' || type === request.type))
      say('the type was closed all the time');
    const isKoseki = request.type.startsWith('family-register');
    if (!isKoseki && drawn.has(sha256) && one.deliveries === 1) say('another request has the same bytes');
    drawn.add(sha256);
    const paper = await readPaper(pdf, request.type === 'seal-registration');
    // It was committed, or confirmed, after all of them; of a repeat the first one says more.
    const states = group.judgedAt(request, Math.max(askedAt, respondedAt, one.notBefore), answeredAt);
    const permitted = states.filter(({ codes }) => codes.size === 0);
    if (permitted.length === 0)
      return say(`committed against ${[...new Set(states.flatMap(({ codes }) => [...codes]))].join(', ')}`);
    const named = permitted.filter(
      ({ subjects }) => JSON.stringify(subjects) === JSON.stringify(record.subjects),
    );
    if (named.length === 0) return say('wrong subjects');
    if (!named.some(({ isPaper }) => isPaper(paper, record.issuanceId)))
      say('the paper says what the rows of that time do not say');
  }

  async function judgeRefusal(one: Case, code: string, way: Way, answeredAt: number): Promise<void> {
    const { request, group } = one;
    const record = await records.read(request.municipality, request.requestId);
    const codes = explained(one, way, one.beganAt, answeredAt);
    const unexplained = (reasonsIn(record) ?? []).filter((reason) => !codes.has(reason));
    if (record === undefined) fault(`${nameOf(request)}: refused with ${code} without a record`);
    const isOfKoseki = request.type.startsWith('family-register');
    if (isOfKoseki && unexplained.includes('ISS-1003')) {
      const { municipality: city, type } = request;
      closedByGate.push({ name: nameOf(request), city, type, from: one.beganAt, until: answeredAt });
      codes.add('ISS-1003');
    }
    const strange = unexplained.filter((reason) => !codes.has(reason));
    if (strange.length > 0)
      fault(`${nameOf(request)}: nothing explains ${strange.join(', ')} (${group.municipality}, ${way})`);
    const publics = [...codes].map((one) => REFUSALS[one as RefusalCode].public as string);
    if (!publics.includes(code)) fault(`${nameOf(request)}: nothing explains the answer ${code} (${way})`);
    for (const reason of reasonsIn(record) ?? [])
      counts.refusals.set(reason, (counts.refusals.get(reason) ?? 0) + 1);
  }

  return {
    counts,
    async ask(one: Case, way: Way): Promise<Got> {
      const { request } = one;
      one.deliveries += 1;
      one.isSpoiled ||= way === 'worker';
      open.add(one);
      const askedAt = Date.now();
      const got = await (way === 'api' ? askApi(request) : askWorker(request));
      const answeredAt = Date.now();
      open.delete(one);
      if (got.kind === 'certificate') await judgeCertificate(one, got, askedAt, answeredAt);
      if (got.kind === 'refused') await judgeRefusal(one, got.code, way, answeredAt);
      return got;
    },

    /** Something about these people has been read back: whoever of them has no certificate by now gets it after that. */
    async noticed(group: Group): Promise<void> {
      for (const one of open) {
        if (one.group !== group) continue;
        const at = Date.now();
        const record = await records.read(one.request.municipality, one.request.requestId);
        if (record === undefined || record.state === 'requested') one.notBefore = at + 1;
      }
    },

    /** Tells what became of the paper; `false` where that is refused or nobody answers. */
    async report(
      { requestId, municipality, feeJpy, copies }: IssueRequest,
      outcome: PrintOutcome,
    ): Promise<boolean> {
      const chargedJpy = outcome === 'printed' ? { chargedJpy: feeJpy * copies } : {};
      const answer = await patiently(() =>
        post('/v1/result', { requestId, municipality, outcome, ...chargedJpy }),
      ).catch(() => undefined);
      if (answer?.status === 200) ledger.toldOf(requestId).result ??= outcome;
      return answer?.status === 200;
    },

    /** What nothing has explained in the end. */
    judgeClosed(): void {
      for (const { name, city, type, from, until } of closedByGate)
        if (
          !troubles.latched.some(
            (latch) =>
              latch.municipality === city &&
              latch.type === type &&
              latch.from <= until &&
              latch.until >= from,
          )
        )
          fault(`${name}: refused as closed, and nobody has closed it`);
    },
  };
}

const reasonsIn = (record: IssuanceRecord | undefined): readonly string[] | undefined =>
  record?.state === 'refused' ? record.reasons.map(({ code }) => code) : undefined;

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
