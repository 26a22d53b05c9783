import type { IssueRequest, PrintOutcome } from '../../../functions/issuance/contract.ts';
import { type IssueAnswer, issueCertificate } from '../../../functions/issuance/issue-certificate.ts';
import { inquireMenu } from '../../../functions/issuance/menu.ts';
import { reportResult } from '../../../functions/issuance/report-result.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import type { CertificateFamily } from '../../../functions/shared/certificate-types.ts';
import type { PersonId } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import type { Item } from '../memory/expressions.ts';
import type { Written } from '../memory/memory-tables.ts';
import type { Delivery, Process } from './delivery.ts';
import { DEADLINE_MS, depsOf, type Pool } from './processes.ts';
import { TABLES, type World } from './world.ts';

/** What the centre gets; `nothing`: the process has ended, or an error. */
export type Got = IssueAnswer | { readonly kind: 'nothing' };

/** How long the centre waits. */
const PATIENCE_MS = 30_000;

const newDelivery = (): Delivery => ({ issuanceId: undefined, paper: undefined, aheadMs: 0 });

/** The centre's side of the kiosk API: asks a process, waits, and has every answer and effect judged. */
export function createCenter(world: World, pool: Pool) {
  const { time, ledger, fault } = world;

  async function atProcess<T>(work: (process: Process) => Promise<T>): Promise<T | undefined> {
    const process = pool.take();
    const nobody = new Promise<undefined>((resolve) => {
      const forget = time.after(PATIENCE_MS, () => resolve(undefined));
      void work(process)
        .then(undefined, () => undefined)
        .then((answer) => {
          forget();
          resolve(answer as undefined);
        });
    });
    const answer: T | undefined = await nobody;
    pool.give(process);
    return answer;
  }

  /** Judges a certificate at the moment at which it takes effect, or is confirmed. */
  function judgeEffect(request: IssueRequest, delivery: Delivery, record: Item): void {
    const { paper } = delivery;
    const say = (line: string): void => fault(`${line} (${request.type}, ${request.scope})`);
    if (paper === undefined) {
      say('something was answered that nobody has drawn');
      return;
    }
    const applicant = record['applicant'] as PersonId | undefined;
    const subjects = record['subjects'] as readonly PersonId[];
    const wrong = world.truth.faultOf({ request, applicant, subjects, paper });
    if (wrong !== undefined) say(wrong);
    const number = 'content' in paper ? paper.content.certificateNumber : paper.fetched.requestId;
    if (number !== record['issuanceId']) say('the paper has another number');
    if ('fetched' in paper && paper.sha256 !== hashIn(record)) say('other bytes are committed than came');
    const type = request.type as CertificateFamily;
    const since = world.closedSince(request.municipality, type);
    if (since !== undefined && since < paper.drawnAt) say('the type had been closed before it was drawn');
    // By a clock that was ahead a price counts that nobody had planned yet; a repeat is of the price of its first.
    if (delivery.aheadMs > 0 || record['issuanceId'] !== delivery.issuanceId) return;
    const { receivedAt, feeJpy } = record as { receivedAt: number; feeJpy: number };
    const fee = world.settingsOf(request.municipality, receivedAt).valueOf('fee', type)?.feeJpy;
    if (fee !== feeJpy) say('another fee than the city had set');
  }

  const watcher =
    (request: IssueRequest, delivery: Delivery) =>
    (written: readonly Written[]): void => {
      world.watch(written);
      for (const { table, key, before, after } of written) {
        if (table === TABLES.issuance && key.endsWith('\nrecord') && before !== undefined) {
          if (before['state'] === 'requested' && after?.['state'] === 'responded')
            judgeEffect(request, delivery, after);
        }
        if (table === TABLES.audit && after?.['action'] === 'issuance.repeated')
          judgeEffect(request, delivery, recordItem(request) ?? {});
      }
    };

  const recordItem = ({ municipality, requestId }: Pick<IssueRequest, 'municipality' | 'requestId'>) =>
    world.tables.read(TABLES.issuance, { pk: `R#${municipality}#${requestId}`, sk: 'record' });

  function judgeAnswer(
    request: IssueRequest,
    delivery: Delivery,
    answer: IssueAnswer,
    waitedMs: number,
  ): void {
    const told = ledger.toldOf(request.requestId);
    const item = recordItem(request);
    if (answer.kind === 'refused') {
      if (item?.['issuanceId'] === delivery.issuanceId) told.refusedWith = answer.codes;
      return;
    }
    told.hashes.add(answer.sha256);
    if (sha256Hex(answer.pdf) !== answer.sha256) fault('the bytes are not those of the hash');
    if (waitedMs > DEADLINE_MS) fault(`a certificate left ${waitedMs} ms after its request`);
    if (hashIn(item) !== answer.sha256) fault('a certificate left that is not on record');
  }

  return {
    async issue(request: IssueRequest): Promise<Got> {
      const delivery = newDelivery();
      const received = time.now();
      const answer = await atProcess((process) => {
        const deps = depsOf(world, process, delivery, watcher(request, delivery));
        delivery.aheadMs = process.offset;
        return issueCertificate(world.spoil(deps), request, deps.clock());
      });
      if (answer === undefined) return { kind: 'nothing' };
      judgeAnswer(request, delivery, answer, time.now() - received);
      return answer;
    },

    menu: (request: Pick<IssueRequest, 'municipality' | 'issuer' | 'serial'>) =>
      atProcess((process) => {
        const deps = depsOf(world, process, newDelivery(), world.watch);
        return inquireMenu(deps, request, instantOf(time.now()));
      }),

    /** Reports until it is acknowledged or refused. */
    async report(request: IssueRequest, outcome: PrintOutcome): Promise<void> {
      const { requestId, municipality } = request;
      for (let times = 1; times <= 6; times += 1) {
        const said = await atProcess((process) => {
          const deps = depsOf(world, process, newDelivery(), world.watch);
          return reportResult(deps, { requestId, municipality, outcome } as Parameters<
            typeof reportResult
          >[1]);
        });
        if (said === undefined) continue;
        if (said.ok) ledger.toldOf(requestId).result ??= outcome;
        return;
      }
    },
  };
}

const hashIn = (item: Item | undefined): string | undefined =>
  (item?.['drawing'] as { pdfSha256?: string } | undefined)?.pdfSha256;

export type Center = ReturnType<typeof createCenter>;
