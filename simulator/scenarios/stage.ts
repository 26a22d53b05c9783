import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
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
import { type NonResident, nonResidentOf } from '../sample/non-residents.ts';
import { newHousehold, ownRows } from '../sample/own-rows.ts';
import { type ListedPerson, listPeople } from '../sample/people.ts';
import type { Trait } from '../sample/traits.ts';
import type { ResidentRow, World } from '../sample/types.ts';
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

/** Whoever is made up for a scenario, as rows of link files. */
export type OwnPerson = ReturnType<typeof ownRows>;

/** What the staff API has answered. */
export type StaffAnswer = { readonly status: number; readonly data: unknown };

const AT_ONCE = 8;

/** Row numbers that a scenario itself does not reach. */
const LAST_ROW = 100;

/**
 * What a scenario acts on: the kiosk as the centre speaks for it, the core systems, the staff. Whatever is asked and
 * answered is kept as evidence, in its order.
 */
export function createStage(parts: StageParts, tell: (one: Evidence) => void = () => undefined) {
  const evidence: Evidence[] = [];
  const keep = (one: Evidence): void => {
    evidence.push(one);
    tell(one);
  };
  /** Requests whose result nobody has told yet, with their cities. */
  const awaited = new Map<string, MunicipalityCode>();
  /** Operators who have signed in for this scenario. */
  const sessions = new Map<string, Promise<StaffClient>>();
  const ends: { readonly what: string; readonly act: () => Promise<unknown> }[] = [];
  /** What is done when the scenario is over, however it ends: the last first. */
  const atEnd = (what: string, act: () => Promise<unknown>): void => void ends.push({ what, act });
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
    const answer = await parts.center.result(request);
    if (answer.ok) awaited.delete(requestId);
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

  /** No request of a scenario may become one of unknown end: what is not told by now was cancelled at the kiosk. */
  async function tellRest(): Promise<void> {
    const rest = [...awaited];
    awaited.clear();
    for (let from = 0; from < rest.length; from += AT_ONCE)
      await Promise.allSettled(
        rest.slice(from, from + AT_ONCE).map(([requestId, municipality]) =>
          parts.center.result({
            requestId: RequestId.parse(requestId),
            municipality,
            outcome: 'cancelled',
          }),
        ),
      );
    if (rest.length > 0)
      keep({ kind: 'act', what: `結果を伝えていない ${rest.length} 件は、取り消されたと伝えた` });
  }

  async function link(
    municipality: MunicipalityCode,
    feed: RowFeed,
    rows: readonly Cells[],
    what: string,
    kind: 'diff' | 'urgent' = 'diff',
  ): Promise<void> {
    await parts.send(municipality, feed, rows, kind);
    keep({ kind: 'act', what: `基幹システムから連携: ${what}` });
  }

  /**
   * People made up for this scenario, with a card each, in one household or each in one of their own. They move out at
   * its end.
   */
  async function residents(
    municipality: MunicipalityCode,
    members: readonly Partial<ResidentRow>[],
    what: string,
    { together = false } = {},
  ): Promise<readonly OwnPerson[]> {
    const household = newHousehold();
    const people = members.map((_, index) =>
      together ? ownRows(municipality, household, index + 1) : ownRows(municipality),
    );
    const rows = (changes: Partial<ResidentRow>, number: number) =>
      people.map((own, index) => own.resident(number, { ...members[index], ...changes }));
    atEnd('試験のための住民を転出とする', () =>
      parts.send(municipality, 'resident', rows({ state: '転出' }, LAST_ROW)),
    );
    await link(municipality, 'resident', rows({}, 1), what);
    await link(
      municipality,
      'serial',
      people.map((own) => own.serialRow(1)),
      'そのシリアル番号',
    );
    return people;
  }

  /** A request to the staff API as an operator; the act is told in Japanese. */
  async function staff(
    municipality: string,
    operator: string,
    method: string,
    path: string,
    body: unknown,
    what: string,
  ): Promise<StaffAnswer> {
    const who = `${municipality}/${operator}`;
    const session = sessions.get(who) ?? parts.staff(municipality, operator);
    sessions.set(who, session);
    const client = await session;
    const { status, body: bytes } = await client.send(method, path, body);
    const data = jsonOf(bytes);
    const request = {
      operator,
      method,
      path,
      ...(body === undefined || body instanceof Uint8Array ? {} : { body }),
    };
    const told = problemOf(data);
    const answer =
      status < 400 || told === undefined
        ? ({ kind: 'data', data } as const)
        : ({ kind: 'refused', status, ...told } as const);
    keep({ kind: 'exchange', what: `職員の操作（${operator}）: ${what}`, request, answer });
    return { status, data };
  }

  return {
    evidence: (): readonly Evidence[] => evidence,
    atEnd,
    /** Puts back what was changed; gives what could not be. */
    async leave(): Promise<readonly string[]> {
      await tellRest();
      const failed: string[] = [];
      for (const { what, act } of ends.splice(0).toReversed()) {
        try {
          await act();
          keep({ kind: 'act', what: `元に戻す: ${what}` });
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          failed.push(`元に戻せませんでした（${what}）: ${reason}`);
        }
      }
      return failed;
    },
    menu,
    wish,
    issue,
    result,
    query,
    /** The menu, without keeping it as evidence: to find somebody. */
    look: (card: Card) => parts.center.menu(card),
    /** Asks without keeping the answer as evidence, where there are too many to read. */
    async ask(request: IssueRequest): ReturnType<Center['issue']> {
      const answer = await parts.center.issue(request);
      if (answer.ok) awaited.set(request.requestId, request.municipality);
      return answer;
    },
    /** The centre reports an error that it has met with a request. */
    async centerError(card: Card, requestId: string, code: string, what: string): Promise<void> {
      const report = { requestId: RequestId.parse(requestId), municipality: card.municipality, code };
      const answer = await parts.center.reportError(report);
      keep({
        kind: 'exchange',
        what,
        request: report,
        answer: answer.ok ? { kind: 'data', data: answer.value } : refusal(answer.error),
      });
    },
    textOf,

    link,
    residents,
    staff,
    /** Waits for an instant, in milliseconds since 1970. */
    async until(instant: number, what: string): Promise<void> {
      await pause(Math.max(0, instant - Date.now()));
      keep({ kind: 'act', what });
    },

    /** Ends with the scenario at the latest. */
    async kosekiFault(fault: string, what: string, times?: number): Promise<void> {
      atEnd('戸籍システムの故障を止める', () => parts.kosekiFault(undefined));
      await parts.kosekiFault(fault, times);
      keep({ kind: 'act', what: `戸籍システム: ${what}` });
    },

    act: (what: string): void => keep({ kind: 'act', what }),
    elsewhere: (what: string, where: string): void => keep({ kind: 'elsewhere', what, where }),
    expect: (claim: string, holds: boolean): void => keep({ kind: 'judgement', claim, holds }),
    show: (what: string, pictures: readonly Uint8Array[]): void => keep({ kind: 'pictures', what, pictures }),

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

    /** Somebody of each city who lives elsewhere and has a 本籍地利用登録, with what the city knows of them. */
    nonResidents: (): readonly NonResident[] =>
      parts.world.cities.flatMap((city) => nonResidentOf(parts.world, city) ?? []),

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

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** Code and message of a refusal, where it is one. */
function problemOf(data: unknown): { readonly code: string; readonly message: string } | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { code, message } = data as { code?: unknown; message?: unknown };
  return typeof code === 'string' && typeof message === 'string' ? { code, message } : undefined;
}
