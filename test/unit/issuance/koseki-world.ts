import type { Setting } from '../../../functions/changes/index.ts';
import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type { KosekiFault, KosekiGateway, KosekiRequest } from '../../../functions/koseki/index.ts';
import type { RegistryChange } from '../../../functions/registry/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { JpkiSerial } from '../../../functions/shared/ids.ts';
import { err, ok } from '../../../functions/shared/result.ts';
import { domicile, koseki } from '../registry/sample-changes.ts';
import { adult, CARD, FEE, ownWorld, wishFor } from './own-world.ts';

export const REGISTER = 'family-register';
export const SUPPLEMENT = 'family-register-supplement';
/** The card of somebody who is no resident: no row of the feed `serial` names it. */
export const FOREIGN_CARD = { ...CARD, serial: JpkiSerial.parse('D1') };

const fee = (scope: string): Setting => ({ kind: 'fee', scope, value: { feeJpy: FEE } });
export const KOSEKI_SETTINGS: readonly Setting[] = [fee(REGISTER), fee(SUPPLEMENT)];

/** A gateway whose answers are what the test says; the request is what it was asked. */
export function gatewayOf(
  answer: (request: KosekiRequest) => Promise<KosekiFault | undefined> = async () => undefined,
) {
  const asked: KosekiRequest[] = [];
  const gateway: KosekiGateway = {
    isLinked: () => true,
    fetchCertificate: async (request) => {
      asked.push(request);
      const fault = await answer(request);
      if (fault !== undefined) return err(fault);
      const pdf = Buffer.from(`the paper of ${request.requestId}`);
      return ok({ pdf, sha256: sha256Hex(pdf), pages: 2, knownBy: 'echo' });
    },
  };
  return { gateway, asked };
}

const records = { registeredDomicile: '北海道室蘭市幸町1番', familyRegisterHead: '見本　太郎' };
/** 戸籍 H1: the applicant, a sister in a household of her own, somebody who lives elsewhere, and one who has left it. */
export const FAMILY: readonly RegistryChange[] = [
  adult(11, records),
  koseki(11),
  adult(12, { person: 2, household: 2, fullName: '見本　花子', ...records }),
  koseki(12, { person: 2 }),
  koseki(13, { person: 3 }),
  koseki(14, { person: 4, removed: true }),
];

/** The family's city, with more rows after them. */
export async function kosekiWorld(
  changes: readonly RegistryChange[] = [],
  answer?: Parameters<typeof gatewayOf>[0],
  { settings = [] }: { readonly settings?: readonly Setting[] } = {},
) {
  const { gateway, asked } = gatewayOf(answer);
  const world = await ownWorld({ settings: [...KOSEKI_SETTINGS, ...settings], koseki: gateway });
  await world.apply(...FAMILY);
  if (changes.length > 0) await world.apply(...changes);
  return { ...world, asked };
}

export const kosekiWish = (changes: Partial<IssueRequest> = {}, type: string = SUPPLEMENT) =>
  wishFor(type, changes);
/** Of the member who lives elsewhere. */
export const foreignWish = (changes: Partial<IssueRequest> = {}, type: string = SUPPLEMENT) =>
  wishFor(type, { ...FOREIGN_CARD, ...changes });
export const approved = (number = 31): RegistryChange => domicile(number, { person: 3 });
