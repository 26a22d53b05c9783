import type { RowFeed } from '../../functions/linkage/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import type { Cells } from '../sample/link-file.ts';
import { newHousehold, ownRows } from '../sample/own-rows.ts';
import type { ResidentRow } from '../sample/types.ts';
import type { StaffClient } from '../staff-client.ts';
import type { Evidence } from './evidence.ts';
import type { StageParts } from './stage-parts.ts';

/** Whoever is made up for a scenario, as rows of link files. */
type OwnPerson = ReturnType<typeof ownRows>;

/** What the staff API has answered. */
export type StaffAnswer = { readonly status: number; readonly data: unknown };

/** Row numbers that a scenario itself does not reach. */
const LAST_ROW = 100;

/** What happens in the city: its core systems, its staff, its koseki system. */
export function cityActs(
  parts: Omit<StageParts, 'center' | 'world'>,
  keep: (one: Evidence) => void,
  atEnd: (what: string, act: () => Promise<unknown>) => void,
) {
  /** Operators who have signed in for this scenario. */
  const sessions = new Map<string, Promise<StaffClient>>();

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
    link,
    residents,
    staff,
    /** Ends with the scenario at the latest. */
    async kosekiFault(fault: string, what: string, times?: number): Promise<void> {
      atEnd('戸籍システムの故障を止める', () => parts.kosekiFault(undefined));
      await parts.kosekiFault(fault, times);
      keep({ kind: 'act', what: `戸籍システム: ${what}` });
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
