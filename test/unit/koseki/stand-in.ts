import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  createKosekiGateway,
  type ExpectedIdentity,
  httpExchange,
  type KosekiGateway,
  type KosekiLinks,
  KosekiQuestion,
  type KosekiRequest,
  KosekiRequestId,
} from '../../../functions/koseki/index.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { type Clock, instantOf, LocalDate } from '../../../functions/shared/time.ts';
import { standInLinks } from '../../../lib/config/stand-in-links.ts';
import type { KosekiOffices } from '../../../simulator/koseki/answer.ts';
import { officesOf } from '../../../simulator/koseki/offices.ts';
import type { Register, RegisterMember } from '../../../simulator/koseki/registers.ts';
import { createKosekiServer, type KosekiServer } from '../../../simulator/koseki/server.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../../simulator/sample/municipalities.ts';
import { generateWorld } from '../../../simulator/sample/world.ts';
import { openFonts } from '../../support/pdf/fonts.ts';

const WORLD = { residents: 600, seed: 'koseki', today: LocalDate.parse('2026-10-01') };

/** The koseki systems of a small sample world. */
export function sampleOffices(): KosekiOffices {
  const fonts = new Map(MUNICIPALITIES.map((city) => [city.code, openFonts(eudcFont(city))]));
  return officesOf(generateWorld(WORLD), (code) => fonts.get(code) ?? openFonts());
}

export type RunningStandIn = KosekiServer & {
  readonly origin: string;
  readonly close: () => Promise<void>;
};

/** A stand-in on a port of its own. */
export async function startStandIn(
  offices: KosekiOffices,
  holdMs: (question: KosekiQuestion) => number = () => 0,
): Promise<RunningStandIn> {
  const running = createKosekiServer({ offices, issuedOn: () => '令和8年10月1日', holdMs });
  running.server.listen(0, '127.0.0.1');
  await once(running.server, 'listening');
  const { port } = running.server.address() as AddressInfo;
  return {
    ...running,
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      running.server.closeAllConnections();
      running.server.close();
      await once(running.server, 'close');
    },
  };
}

export const realClock: Clock = () => instantOf(Date.now());

export const gatewayTo = (
  origin: string,
  options: Parameters<typeof standInLinks>[1] = {},
  clock: Clock = realClock,
): KosekiGateway => gatewayWith(standInLinks(origin, options), clock);

export const gatewayWith = (links: KosekiLinks, clock: Clock = realClock): KosekiGateway =>
  createKosekiGateway({ links, exchange: httpExchange, clock });

/** Somebody whose certificate can be asked for. */
export type Applicant = {
  readonly municipality: MunicipalityCode;
  readonly register: Register;
  readonly member: RegisterMember;
};

/** Those of a city for whom all goes well, each enrolled in a register that nothing keeps closed. */
export function applicantsOf(offices: KosekiOffices): readonly Applicant[] {
  return [...offices].flatMap(([municipality, { registers }]) =>
    [...registers.values()].flatMap((register) =>
      register.isPending || register.members.some(({ fullName }) => /[^\u3000-\u9fff]/.test(fullName))
        ? []
        : register.members
            .filter(({ isEnrolled }) => isEnrolled)
            .map((member) => ({ municipality, register, member })),
    ),
  );
}

export const unguessable = (): KosekiRequestId =>
  KosekiRequestId.parse(randomBytes(24).toString('base64url'));

/** What the registry knows of somebody. */
export const expectedOf = ({ register, member }: Applicant): ExpectedIdentity => ({
  registeredDomicile: register.domicile,
  familyRegisterHead: register.head,
  fullNames: [member.fullName],
});

/** A request of somebody for the whole register, or as `changes` say. */
export function requestOf(applicant: Applicant, changes: Partial<KosekiRequest> = {}): KosekiRequest {
  const { municipality, register, member } = applicant;
  const { requestId, kosekiId, kosekiPersonKey } = KosekiQuestion.parse({
    version: 1,
    requestId: changes.requestId ?? unguessable(),
    municipality,
    kosekiId: register.id,
    kosekiPersonKey: member.key,
    kind: 'family-register-full',
    subjects: [],
    options: [],
  });
  return {
    requestId,
    municipality,
    kosekiId,
    kosekiPersonKey,
    kind: 'family-register-full',
    subjects: [],
    options: [],
    expected: expectedOf(applicant),
    deadlineAt: instantOf(Date.now() + 8_000),
    ...changes,
  };
}
