import { type CityType, settingsAt, typesIn } from '../changes/index.ts';
import {
  isOnlyRegistered,
  judge,
  type Known,
  nameableMembers,
  type Reason,
  type TypeConditions,
} from '../eligibility/index.ts';
import type { ReadPerson } from '../registry/index.ts';
import { circleOf } from '../shared/certificate-types.ts';
import type { PersonId } from '../shared/ids.ts';
import type { RefusalCode } from '../shared/refusals.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Instant, jstDateOf } from '../shared/time.ts';
import {
  type HouseholdMember,
  HouseholdScope,
  IssuanceOption,
  type MenuOffer,
  type MenuRequest,
  type MenuResponse,
  type RegisterMember,
} from './contract.ts';
import type { FactDeps } from './deps.ts';
import { FAMILIES } from './families.ts';
import { conditionsOf, read } from './prepare.ts';

/**
 * What may be issued to the holder of a serial now. A type against which anything speaks is not on the menu; where
 * nothing is left, the refusal is the one that `issue` would give. `issue` judges everything again.
 */
export async function inquireMenu(
  deps: FactDeps,
  request: MenuRequest,
  receivedAt: Instant,
): Promise<Result<MenuResponse, readonly RefusalCode[]>> {
  const reading = await read(deps, request);
  const { known, own, rows } = reading;
  const settings = settingsAt(rows, receivedAt);
  const today = jstDateOf(receivedAt);
  const reasons: Reason[] = [];
  // Named only where nothing else speaks: who has no 戸籍 here may have everything else, and the other way round.
  const aside: Reason[] = [];
  const isElsewhere = isOnlyRegistered(known);
  const offers: MenuOffer[] = [];
  for (const type of typesIn(settings)) {
    const conditions = conditionsOf(settings, reading, type, receivedAt);
    if (!conditions.isOffered) continue;
    const judgement = judge({ scope: 'individual', options: [], subjects: [] }, known, conditions, today);
    const feeJpy = settings.valueOf('fee', type.id)?.feeJpy;
    if (judgement.reasons.length > 0 || feeJpy === undefined || own === undefined) {
      const isBeside = isElsewhere
        ? circleOf(type.family) !== 'register'
        : judgement.reasons.some(({ code }) => code === 'ISS-1231');
      (isBeside ? aside : reasons).push(...judgement.reasons);
      continue;
    }
    // Asked last: that somebody has no seal says nothing about why nothing else can be had.
    const choices = FAMILIES[type.family].offer(own, { settings, type, today });
    if (!choices.ok) reasons.push(...choices.error);
    else
      offers.push({
        type: type.id,
        name: type.name,
        family: type.family,
        scopes: scopesOf(type, known),
        ...optionsOf(conditions, known, own),
        ...choices.value,
        feeJpy,
      });
  }
  const against = reasons.length > 0 ? reasons : aside;
  if (offers.length === 0)
    return err(against.length === 0 ? ['ISS-1004'] : [...new Set(against.map((reason) => reason.code))]);
  return ok({
    municipality: request.municipality,
    offers,
    household: members(known.household, known.serial?.personId),
    register: offers.some(({ family }) => circleOf(family) === 'register') ? registerMembers(known) : [],
  });
}

function members(
  household: ReadonlyMap<PersonId, { readonly resident: { readonly fullName: string } | undefined }>,
  applicant: PersonId | undefined,
): HouseholdMember[] {
  return [...household].flatMap(([personId, { resident }]) =>
    resident === undefined
      ? []
      : [{ personId, fullName: resident.fullName, isApplicant: personId === applicant }],
  );
}

function registerMembers({ koseki }: Known): RegisterMember[] {
  if (koseki === undefined) return [];
  return nameableMembers(koseki).map((personId) => {
    const resident = koseki.members?.get(personId)?.resident;
    const fullName = resident?.state === 'active' ? resident.fullName : undefined;
    return {
      personId,
      ...(fullName === undefined ? {} : { fullName }),
      isApplicant: personId === koseki.holder,
    };
  });
}

/**
 * Whoever lives alone has no choice of scope. 全部事項 differs from 個人事項 even where one is alone in the register;
 * somebody else can be chosen only where there is one.
 */
function scopesOf({ scopes, family }: CityType, { household, koseki }: Known): HouseholdScope[] {
  const isOfRegister = circleOf(family) === 'register';
  const among = isOfRegister && koseki !== undefined ? nameableMembers(koseki).length : household.size;
  return HouseholdScope.options.filter(
    (scope) =>
      scopes.includes(scope) &&
      (scope === 'individual' || among > 1 || (isOfRegister && scope === 'household')),
  );
}

/** What would be refused or say nothing is not offered. Whether there is a 個人番号 the gate row knows; none is opened. */
function optionsOf(
  conditions: TypeConditions,
  { household }: Known,
  { gate }: ReadPerson,
): Pick<MenuOffer, 'options' | 'ownOptions'> {
  const hasForeignMember = [...household.values()].some((member) => member.resident?.isForeign);
  const hasNumber = gate?.individualNumber?.digest !== undefined;
  const options = IssuanceOption.options.filter(
    (option) =>
      conditions.options.includes(option) &&
      (option !== 'residency' || hasForeignMember) &&
      (option !== 'individual-number' || hasNumber),
  );
  const ownOptions = options.filter((option) => conditions.ownOptions.includes(option));
  return { options, ...(ownOptions.length === 0 ? {} : { ownOptions }) };
}
