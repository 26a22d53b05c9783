import { echoFault } from '../../../functions/koseki/identity.ts';
import {
  ECHO_HEADERS,
  type KosekiCertificate,
  type KosekiFault,
  type KosekiGateway,
  type KosekiRequest,
} from '../../../functions/koseki/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../../functions/shared/result.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import type { CoreSystem } from './core-system.ts';
import type { Delivery, KosekiPaper, Process } from './delivery.ts';
import { type Network, NO_ODDS } from './network.ts';

import type { VirtualTime } from './virtual-time.ts';

/** How often a koseki system does what it must not, as shares of questions. */
const ODDS = { slow: 0.01, declined: 0.01, swapped: 0.004, 'swapped bytes': 0.004, broken: 0.005 } as const;
type Trouble = keyof typeof ODDS;
const SLOW_MS = [2_000, 12_000] as const;
const USUAL_MS = [3, 60] as const;

type Answer = { readonly requestId: string; readonly personKey: string; readonly body: Uint8Array };

/**
 * The koseki systems of both cities: one question, one answer, with the questions' own words. What comes back is held
 * against the question as the gateway of the code does it; the bytes themselves are no PDF and are not looked into.
 */
export function createKosekiSystems({
  cities,
  network,
  time,
  random,
}: {
  readonly cities: readonly { readonly municipality: MunicipalityCode; readonly core: CoreSystem }[];
  readonly network: Network;
  readonly time: VirtualTime;
  readonly random: Random;
}) {
  const met: Record<Trouble, number> = { slow: 0, declined: 0, swapped: 0, 'swapped bytes': 0, broken: 0 };
  let last: Answer | undefined;

  const troubled = (name: Trouble): boolean => {
    if (!random.chance(ODDS[name])) return false;
    met[name] += 1;
    return true;
  };

  function answerTo({
    requestId,
    municipality,
    kosekiId,
    kosekiPersonKey,
    kind,
    subjects,
  }: KosekiRequest): Answer {
    const people = cities.find((city) => city.municipality === municipality)?.core.people ?? [];
    const names = people.flatMap(({ koseki, resident }) => {
      const isShown = subjects.length === 0 || subjects.includes(koseki.kosekiPersonKey);
      return koseki.kosekiId === kosekiId && isShown ? [resident.fullName] : [];
    });
    const paper: KosekiPaper = { requestId, municipality, kosekiId, kind, names };
    return { requestId, personKey: kosekiPersonKey, body: Buffer.from(JSON.stringify(paper)) };
  }

  async function fetch(
    process: Process,
    delivery: Delivery,
    request: KosekiRequest,
  ): Promise<Result<KosekiCertificate, KosekiFault>> {
    const slow = troubled('slow') ? random.integer(...SLOW_MS) : random.integer(...USUAL_MS);
    const own = await network.call(process, NO_ODDS, () => answerTo(request));
    await time.pause(slow);
    if (request.signal?.aborted === true) return err({ kind: 'aborted' });
    if (time.now() + process.offset >= request.deadlineAt) return err({ kind: 'deadline' });
    if (troubled('broken')) return err({ kind: 'broken' });
    if (troubled('declined')) return err({ kind: 'declined', status: 422, reason: 'pending' });
    const other = last ?? own;
    last = own;
    const said = troubled('swapped') ? other : own;
    const body = troubled('swapped bytes') ? other.body : said.body;
    const headers = new Map<string, string>([
      [ECHO_HEADERS.requestId, said.requestId],
      [ECHO_HEADERS.personKey, said.personKey],
      [ECHO_HEADERS.sha256, sha256Hex(said.body)],
    ]);
    const sha256 = sha256Hex(body);
    const { requestId, kosekiPersonKey: personKey } = request;
    const answered = { status: 200, header: (name: string) => headers.get(name), body };
    const strange = echoFault(answered, { requestId, personKey, sha256 }, true);
    if (strange !== undefined) {
      request.withhold?.(body);
      return err(strange);
    }
    delivery.paper = { drawnAt: time.now(), fetched: paperIn(body), sha256 };
    return ok({ pdf: body, sha256, pages: 1, knownBy: 'echo' });
  }

  return {
    met,
    gatewayOf: (process: Process, delivery: Delivery): KosekiGateway => ({
      isLinked: () => true,
      fetchCertificate: (request) => fetch(process, delivery, request),
    }),
  };
}

export type KosekiSystems = ReturnType<typeof createKosekiSystems>;

export const paperIn = (bytes: Uint8Array): KosekiPaper =>
  JSON.parse(Buffer.from(bytes).toString()) as KosekiPaper;
