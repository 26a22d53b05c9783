import type {
  HouseholdScope,
  IssuanceOption,
  IssuanceState,
  MenuOffer,
  MenuResponse,
  PrintOutcome,
  Problem,
  RegisterMember,
} from '../../../functions/issuance/contract.ts';
import { type CertificateType, circleOf } from '../../../functions/shared/certificate-types.ts';
import type { MunicipalityCode, PersonId, RequestId } from '../../../functions/shared/ids.ts';
import type { CardOnReader, PageChoice, PinAnswer } from '../../kiosk/page-contract.ts';

/** What the citizen has chosen so far. Nothing optional is on until it is asked for (住民基本台帳法12条). */
export type Draft = {
  readonly type: CertificateType;
  readonly scope: HouseholdScope | undefined;
  readonly members: readonly PersonId[];
  readonly options: readonly IssuanceOption[];
  /** 課税年度, of a certificate that is of one. */
  readonly taxYear: number | undefined;
  readonly copies: number;
};

export const MOST_COPIES = 10;

type OnReader = { readonly session: string };
type WithMenu = OnReader & { readonly menu: MenuResponse };
export type Choosing = WithMenu & { readonly draft: Draft };
export type Certificate = OnReader & {
  readonly municipality: MunicipalityCode;
  readonly requestId: RequestId;
  readonly pdf: Uint8Array;
  /** For all copies, in yen. */
  readonly feeJpy: number;
};

/** How a visit may end once the certificate has come; `silent` = the line breaks before the kiosk can tell. */
export type Ending = 'printed' | 'cancelled' | 'forgotten' | 'jammed' | 'silent';

/** What the kiosk tells the centre; undefined where it tells nothing. */
export const OUTCOME_OF: Readonly<Record<Ending, PrintOutcome | undefined>> = {
  printed: 'printed',
  cancelled: 'cancelled',
  forgotten: 'cancelled',
  jammed: 'failed',
  silent: undefined,
};

export type Step =
  | { readonly at: 'card' }
  | {
      readonly at: 'pin';
      readonly card: CardOnReader;
      readonly digits: string;
      /** Tries left after a wrong one. */
      readonly left: number | undefined;
      readonly checking: boolean;
    }
  | { readonly at: 'locked' }
  | ({ readonly at: 'city'; readonly loading: MunicipalityCode | undefined } & OnReader)
  | ({ readonly at: 'certificate' } & WithMenu)
  | ({ readonly at: 'scope' } & Choosing)
  | ({ readonly at: 'year' } & Choosing)
  | ({ readonly at: 'entries' } & Choosing)
  | ({ readonly at: 'confirm' } & Choosing)
  | ({ readonly at: 'making' } & Choosing)
  | ({ readonly at: 'preview' } & Certificate)
  | ({ readonly at: 'printing'; readonly ending: Ending } & Omit<Certificate, 'pdf'>)
  | {
      readonly at: 'finished';
      readonly ending: Ending;
      readonly requestId: RequestId;
      /** The state that the system answered; undefined until it has, and where it was told nothing. */
      readonly recorded: IssuanceState | undefined;
      /** Why the result could not be told. */
      readonly problem: Problem | undefined;
    }
  | { readonly at: 'refused'; readonly problem: Problem };

/** What the citizen does. */
export type Act =
  | { readonly do: 'place-card'; readonly card: CardOnReader }
  | { readonly do: 'type-digit'; readonly digit: string }
  | { readonly do: 'erase-digit' | 'clear-digits' | 'confirm-pin' | 'next' | 'back' | 'start-over' }
  | { readonly do: 'choose-city'; readonly municipality: MunicipalityCode }
  | { readonly do: 'choose-certificate'; readonly type: CertificateType }
  | { readonly do: 'choose-scope'; readonly scope: HouseholdScope }
  | { readonly do: 'toggle-member'; readonly personId: PersonId }
  | { readonly do: 'choose-year'; readonly taxYear: number }
  | { readonly do: 'set-option'; readonly option: IssuanceOption; readonly on: boolean }
  | { readonly do: 'set-copies'; readonly copies: number }
  | { readonly do: 'end'; readonly ending: Ending };

/** What comes back from the server or the printer. */
export type News =
  | { readonly news: 'pin'; readonly answer: PinAnswer }
  | { readonly news: 'menu'; readonly menu: MenuResponse }
  | { readonly news: 'issued'; readonly requestId: RequestId; readonly pdf: Uint8Array }
  | { readonly news: 'paper-out' }
  | { readonly news: 'recorded'; readonly state: IssuanceState }
  | { readonly news: 'refused'; readonly problem: Problem };

/** What the page has to do because of a step; several are done one after the other. */
export type Effect =
  | { readonly effect: 'check-pin'; readonly card: CardOnReader; readonly pin: string }
  | ({ readonly effect: 'load-menu'; readonly municipality: MunicipalityCode } & OnReader)
  | ({ readonly effect: 'issue'; readonly choice: PageChoice } & OnReader)
  | { readonly effect: 'print'; readonly ending: Ending }
  | ({
      readonly effect: 'notify';
      readonly municipality: MunicipalityCode;
      readonly requestId: RequestId;
      readonly outcome: PrintOutcome;
      readonly chargedJpy: number;
    } & OnReader)
  | ({ readonly effect: 'take-card-off' } & OnReader);

/** `visit` counts the citizens: news that belongs to an earlier one attaches to nothing. */
export type Kiosk = { readonly visit: number; readonly step: Step };
export type Move = { readonly kiosk: Kiosk; readonly effects: readonly Effect[] };

export const FIRST: Kiosk = { visit: 1, step: { at: 'card' } };

/** Steps in which the kiosk itself is busy: nobody can interrupt them. */
export function isBusy(step: Step): boolean {
  return (
    step.at === 'making' ||
    step.at === 'printing' ||
    (step.at === 'pin' && step.checking) ||
    (step.at === 'city' && step.loading !== undefined)
  );
}

export function offerOf({ menu, draft }: Choosing): MenuOffer | undefined {
  return menu.offers.find((offer) => offer.type === draft.type);
}

/** Of whom a part may be asked: of the household, or of everyone in the 戸籍. */
export function choosableOf(step: Choosing): readonly RegisterMember[] {
  const offer = offerOf(step);
  const isOfRegister = offer !== undefined && circleOf(offer.family) === 'register';
  return isOfRegister ? step.menu.register : step.menu.household;
}

/** Where the offer has years, one of them has to be chosen. */
export const hasYear = (step: Choosing): boolean =>
  offerOf(step)?.taxYears === undefined || step.draft.taxYear !== undefined;

export const hasScope = ({ draft }: Choosing): boolean =>
  draft.scope !== undefined && (draft.scope !== 'partial' || draft.members.length > 0);

/** What can be printed with the choices so far: what is for oneself alone goes with nobody else on the paper. */
export function optionsOf(step: Choosing): readonly IssuanceOption[] {
  const { options = [], ownOptions = [] } = offerOf(step) ?? {};
  return isOwn(step) ? options : options.filter((option) => !ownOptions.includes(option));
}

function isOwn({ draft, menu }: Choosing): boolean {
  if (draft.scope !== 'partial') return draft.scope === 'individual';
  const own = menu.household.filter(({ isApplicant }) => isApplicant).map(({ personId }) => personId);
  return draft.members.every((member) => own.includes(member));
}

/** What has to be chosen for this offer between the certificate and the confirmation, in this order. */
export function choicesOf(step: Choosing): readonly ('scope' | 'year' | 'entries')[] {
  const hasYears = offerOf(step)?.taxYears !== undefined;
  const hasEntries = optionsOf(step).length > 0;
  return ['scope', ...(hasYears ? (['year'] as const) : []), ...(hasEntries ? (['entries'] as const) : [])];
}
