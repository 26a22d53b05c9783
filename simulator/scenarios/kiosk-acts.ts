import { randomBytes } from 'node:crypto';
import type {
  IssueRequest,
  MenuRequest,
  MenuResponse,
  RequestStatus,
  ResultRequest,
} from '../../functions/issuance/contract.ts';
import { type MunicipalityCode, RequestId } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { Center, Refusal } from '../center.ts';
import type { Evidence, Exchange } from './evidence.ts';
import { picturesOf, textOf } from './pictures.ts';

/** Whose card lies on the reader. */
export type Card = MenuRequest;

export type Issued = {
  readonly requestId: string;
  readonly pdf: Uint8Array;
  readonly sha256: string;
  readonly pages: number;
  readonly text: string;
};

const STORE = { code: 'SCN-0001', name: '試験店' };
const AT_ONCE = 8;

/** What the centre does for a kiosk. */
export function kioskActs(center: Center, keep: (one: Evidence) => void) {
  /** Requests whose result nobody has told yet, with their cities. */
  const awaited = new Map<string, MunicipalityCode>();

  const refusal = ({ status, problem }: Refusal) =>
    ({ kind: 'refused', status, code: problem.code, message: problem.message }) as const;
  const answerOf = (answer: Result<unknown, Refusal>): Exchange['answer'] =>
    answer.ok ? { kind: 'data', data: answer.value } : refusal(answer.error);

  async function menu(card: Card, what = 'メニューを問い合わせる'): Promise<Result<MenuResponse, Refusal>> {
    const answer = await center.menu(card);
    keep({
      kind: 'exchange',
      what,
      request: card,
      answer: answerOf(answer),
    });
    return answer;
  }

  /** A request with the fee that the menu shows, unless another one is given. */
  async function wish(card: Card, type: string, changes: Partial<IssueRequest> = {}): Promise<IssueRequest> {
    const offered = changes.feeJpy === undefined ? await center.menu(card) : undefined;
    const offer = offered?.ok === true ? offered.value.offers.find((one) => one.type === type) : undefined;
    const taxYear = offer?.taxYears?.[0];
    return {
      requestId: RequestId.parse(randomBytes(18).toString('base64url')),
      municipality: card.municipality,
      issuer: card.issuer,
      serial: card.serial,
      type,
      scope: 'individual',
      options: [],
      subjects: [],
      copies: 1,
      feeJpy: offer?.feeJpy ?? 0,
      ...(taxYear === undefined ? {} : { taxYear }),
      store: STORE,
      terminal: 'SCN-01',
      ...changes,
    };
  }

  /** @param pictures whether the report shows the pages */
  async function issue(
    request: IssueRequest,
    what: string,
    pictures = false,
  ): Promise<Result<Issued, Refusal>> {
    const answer = await center.issue(request);
    if (!answer.ok) {
      keep({ kind: 'exchange', what, request, answer: refusal(answer.error) });
      return err(answer.error);
    }
    const { pdf, sha256, requestId } = answer.value;
    awaited.set(requestId, request.municipality);
    const drawn = picturesOf(pdf);
    keep({
      kind: 'exchange',
      what,
      request,
      answer: {
        kind: 'pdf',
        sha256,
        bytes: pdf.length,
        pages: drawn.length,
        pictures: pictures ? drawn : [],
      },
    });
    return ok({ requestId, pdf, sha256, pages: drawn.length, text: textOf(pdf) });
  }

  async function result(
    card: Card,
    requestId: string,
    outcome: ResultRequest['outcome'],
    what: string,
  ): Promise<Result<RequestStatus, Refusal>> {
    const request: ResultRequest = {
      requestId: RequestId.parse(requestId),
      municipality: card.municipality,
      outcome,
    };
    const answer = await center.result(request);
    if (answer.ok) awaited.delete(requestId);
    keep({
      kind: 'exchange',
      what,
      request,
      answer: answerOf(answer),
    });
    return answer;
  }

  async function query(
    card: Card,
    requestId: string,
    what = '要求の状態を問い合わせる',
  ): Promise<Result<RequestStatus, Refusal>> {
    const answer = await center.query(card.municipality, requestId);
    keep({
      kind: 'exchange',
      what,
      request: { requestId },
      answer: answerOf(answer),
    });
    return answer;
  }

  /** No request of a scenario may become one of unknown end: what is not told by now was cancelled at the kiosk. */
  async function tellRest(): Promise<void> {
    const rest = [...awaited];
    awaited.clear();
    for (let from = 0; from < rest.length; from += AT_ONCE)
      await Promise.allSettled(
        rest.slice(from, from + AT_ONCE).map(([requestId, municipality]) =>
          center.result({
            requestId: RequestId.parse(requestId),
            municipality,
            outcome: 'cancelled',
          }),
        ),
      );
    if (rest.length > 0)
      keep({ kind: 'act', what: `結果を伝えていない ${rest.length} 件は、取り消されたと伝えた` });
  }

  return {
    menu,
    wish,
    issue,
    result,
    query,
    tellRest,
    /** The menu, without keeping it as evidence: to find somebody. */
    look: (card: Card) => center.menu(card),
    /** Asks without keeping the answer as evidence, where there are too many to read. */
    async ask(request: IssueRequest): ReturnType<Center['issue']> {
      const answer = await center.issue(request);
      if (answer.ok) awaited.set(request.requestId, request.municipality);
      return answer;
    },
    /** The centre reports an error that it has met with a request. */
    async centerError(card: Card, requestId: string, code: string, what: string): Promise<void> {
      const report = { requestId: RequestId.parse(requestId), municipality: card.municipality, code };
      const answer = await center.reportError(report);
      keep({ kind: 'exchange', what, request: report, answer: answerOf(answer) });
    },
    textOf,
  };
}
