import { randomBytes } from 'node:crypto';
import type {
  IssueRequest,
  MenuRequest,
  MenuResponse,
  RequestStatus,
  ResultRequest,
} from '../../functions/issuance/contract.ts';
import type { RowFeed } from '../../functions/linkage/index.ts';
import { type MunicipalityCode, RequestId } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { Center, Refusal } from '../center.ts';
import type { Cells } from '../sample/link-file.ts';
import { type ListedPerson, listPeople } from '../sample/people.ts';
import type { Trait } from '../sample/traits.ts';
import type { World } from '../sample/types.ts';
import type { StaffClient } from '../staff-client.ts';
import type { Evidence } from './evidence.ts';
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

/** What a stage is set up from: the outside world of the city's server. */
export type StageParts = {
  readonly center: Center;
  readonly world: World;
  readonly send: (
    municipality: MunicipalityCode,
    feed: RowFeed,
    rows: readonly Cells[],
    kind?: 'diff' | 'urgent',
  ) => Promise<unknown>;
  /** Signed in as that operator of that city. */
  readonly staff: (municipality: string, operator: string) => Promise<StaffClient>;
  /** Lets the stand-in of the koseki systems fail, for the next questions; undefined ends it. */
  readonly kosekiFault: (fault: string | undefined, times?: number) => Promise<void>;
};

const STORE = { code: 'SCN-0001', name: '試験店' };

export type Stage = ReturnType<typeof createStage>;

/**
 * What a scenario acts on: the kiosk as the centre speaks for it, the core systems, the staff. Whatever is asked and
 * answered is kept as evidence, in its order.
 */
export function createStage(parts: StageParts) {
  const evidence: Evidence[] = [];
  const keep = (one: Evidence): void => void evidence.push(one);
  const refusal = ({ status, problem }: Refusal) =>
    ({ kind: 'refused', status, code: problem.code, message: problem.message }) as const;

  async function menu(card: Card, what = 'メニューを問い合わせる'): Promise<Result<MenuResponse, Refusal>> {
    const answer = await parts.center.menu(card);
    keep({
      kind: 'exchange',
      what,
      request: card,
      answer: answer.ok ? { kind: 'data', data: answer.value } : refusal(answer.error),
    });
    return answer;
  }

  /** A request with the fee that the menu shows, unless another one is given. */
  async function wish(card: Card, type: string, changes: Partial<IssueRequest> = {}): Promise<IssueRequest> {
    const offered = changes.feeJpy === undefined ? await parts.center.menu(card) : undefined;
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
    const answer = await parts.center.issue(request);
    if (!answer.ok) {
      keep({ kind: 'exchange', what, request, answer: refusal(answer.error) });
      return err(answer.error);
    }
    const { pdf, sha256, requestId } = answer.value;
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
    const answer = await parts.center.result(request);
    keep({
      kind: 'exchange',
      what,
      request,
      answer: answer.ok ? { kind: 'data', data: answer.value } : refusal(answer.error),
    });
    return answer;
  }

  async function query(
    card: Card,
    requestId: string,
    what = '要求の状態を問い合わせる',
  ): Promise<Result<RequestStatus, Refusal>> {
    const answer = await parts.center.query(card.municipality, requestId);
    keep({
      kind: 'exchange',
      what,
      request: { requestId },
      answer: answer.ok ? { kind: 'data', data: answer.value } : refusal(answer.error),
    });
    return answer;
  }

  return {
    evidence: (): readonly Evidence[] => evidence,
    menu,
    wish,
    issue,
    result,
    query,
    /** Asks without keeping the answer as evidence, where there are too many to read. */
    ask: (request: IssueRequest) => parts.center.issue(request),
    textOf,

    /** Rows of a link file, and what it is about in Japanese. */
    async link(
      municipality: MunicipalityCode,
      feed: RowFeed,
      rows: readonly Cells[],
      what: string,
      kind: 'diff' | 'urgent' = 'diff',
    ): Promise<void> {
      await parts.send(municipality, feed, rows, kind);
      keep({ kind: 'act', what: `基幹システムから連携: ${what}` });
    },

    /** A request to the staff API as an operator; the act is told in Japanese. */
    async staff(
      municipality: string,
      operator: string,
      method: string,
      path: string,
      body: unknown,
      what: string,
    ) {
      const client = await parts.staff(municipality, operator);
      const answer = await client.send(method, path, body);
      keep({ kind: 'act', what: `職員の操作（${operator}）: ${what}（応答 ${answer.status}）` });
      return answer;
    },

    async kosekiFault(fault: string | undefined, what: string, times?: number): Promise<void> {
      await parts.kosekiFault(fault, times);
      keep({ kind: 'act', what: `戸籍システム: ${what}` });
    },

    act: (what: string): void => keep({ kind: 'act', what }),
    elsewhere: (what: string, where: string): void => keep({ kind: 'elsewhere', what, where }),
    expect: (claim: string, holds: boolean): void => keep({ kind: 'judgement', claim, holds }),

    /** People of the sample world with a card; with a trait, who shows it alone come first. */
    people(
      query: { readonly trait?: Trait; readonly municipality?: string; readonly limit?: number } = {},
    ): readonly (ListedPerson & { readonly card: Card })[] {
      return listPeople(parts.world, query).flatMap((person) => {
        const { municipality, issuer, serial } = person;
        if (issuer === null || serial === null) return [];
        return [{ ...person, card: { municipality, issuer, serial } as Card }];
      });
    },

    /** The one to begin with. @throws where the sample world has none */
    somebody(trait?: Trait, municipality?: string) {
      const [person] = this.people({
        ...(trait === undefined ? {} : { trait }),
        ...(municipality === undefined ? {} : { municipality }),
      });
      if (person === undefined) throw new Error(`見本に「${trait ?? '交付できる人'}」がいません。`);
      return person;
    },
  };
}
