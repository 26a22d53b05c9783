import type { MenuOffer } from '../../../functions/issuance/contract.ts';
import type { CertificateType } from '../../../functions/shared/certificate-types.ts';
import { type PageChoice, PIN_LENGTH } from '../../kiosk/page-contract.ts';
import {
  type Act,
  type Choosing,
  choicesOf,
  choosableOf,
  type Draft,
  type Effect,
  hasScope,
  hasYear,
  isBusy,
  type Kiosk,
  MOST_COPIES,
  type Move,
  type News,
  OUTCOME_OF,
  offerOf,
  optionsOf,
  type Step,
} from './step.ts';

const EMPTY: Omit<Draft, 'type'> = {
  scope: undefined,
  members: [],
  options: [],
  taxYear: undefined,
  copies: 1,
};

const stay = (kiosk: Kiosk): Move => ({ kiosk, effects: [] });
const to = (kiosk: Kiosk, step: Step, ...effects: Effect[]): Move => ({
  kiosk: { visit: kiosk.visit, step },
  effects,
});

function startOver(kiosk: Kiosk): Move {
  const { step } = kiosk;
  if (isBusy(step)) return stay(kiosk);
  const effects: Effect[] = [];
  if (step.at === 'preview')
    effects.push({
      effect: 'notify',
      session: step.session,
      municipality: step.municipality,
      requestId: step.requestId,
      outcome: 'cancelled',
      chargedJpy: 0,
    });
  if ('session' in step) effects.push({ effect: 'take-card-off', session: step.session });
  return { kiosk: { visit: kiosk.visit + 1, step: { at: 'card' } }, effects };
}

function choiceOf(step: Choosing, offer: MenuOffer): PageChoice | undefined {
  const { menu, draft } = step;
  if (draft.scope === undefined || !hasScope(step) || !hasYear(step)) return undefined;
  const chosen = new Set(draft.members);
  return {
    municipality: menu.municipality,
    type: draft.type,
    scope: draft.scope,
    options: optionsOf(step).filter((option) => draft.options.includes(option)),
    subjects:
      draft.scope === 'partial'
        ? choosableOf(step).flatMap(({ personId }) => (chosen.has(personId) ? [personId] : []))
        : [],
    ...(draft.taxYear === undefined ? {} : { taxYear: draft.taxYear }),
    copies: draft.copies,
    feeJpy: offer.feeJpy,
  };
}

function next(kiosk: Kiosk): Move {
  const { step } = kiosk;
  switch (step.at) {
    case 'scope':
    case 'year':
    case 'entries': {
      if (!hasScope(step) || (step.at === 'year' && !hasYear(step))) return stay(kiosk);
      const choices = choicesOf(step);
      return to(kiosk, { ...step, at: choices[choices.indexOf(step.at) + 1] ?? 'confirm' });
    }
    case 'confirm': {
      const offer = offerOf(step);
      const choice = offer === undefined ? undefined : choiceOf(step, offer);
      if (choice === undefined) return stay(kiosk);
      return to(kiosk, { ...step, at: 'making' }, { effect: 'issue', session: step.session, choice });
    }
    default:
      return stay(kiosk);
  }
}

function back(kiosk: Kiosk): Move {
  const { step } = kiosk;
  if (isBusy(step)) return stay(kiosk);
  switch (step.at) {
    case 'pin':
      return startOver(kiosk);
    case 'certificate':
      return to(kiosk, { at: 'city', session: step.session, loading: undefined });
    case 'scope':
      return to(kiosk, { at: 'certificate', session: step.session, menu: step.menu });
    case 'year':
    case 'entries':
    case 'confirm': {
      const choices = choicesOf(step);
      const before = step.at === 'confirm' ? choices.length - 1 : choices.indexOf(step.at) - 1;
      return to(kiosk, { ...step, at: choices[before] ?? 'scope' });
    }
    default:
      return stay(kiosk);
  }
}

/** Whether 「戻る」 leads anywhere from here. */
export const canGoBack = (step: Step): boolean => back({ visit: 0, step }).kiosk.step !== step;

function actOnPin(kiosk: Kiosk, step: Extract<Step, { at: 'pin' }>, act: Act): Move {
  if (step.checking) return stay(kiosk);
  switch (act.do) {
    case 'type-digit':
      if (!/^\d$/.test(act.digit) || step.digits.length >= PIN_LENGTH) return stay(kiosk);
      return to(kiosk, { ...step, digits: step.digits + act.digit });
    case 'erase-digit':
      return to(kiosk, { ...step, digits: step.digits.slice(0, -1) });
    case 'clear-digits':
      return to(kiosk, { ...step, digits: '' });
    case 'confirm-pin':
      if (step.digits.length !== PIN_LENGTH) return stay(kiosk);
      return to(
        kiosk,
        { ...step, checking: true },
        { effect: 'check-pin', card: step.card, pin: step.digits },
      );
    default:
      return stay(kiosk);
  }
}

const toggled = <T>(list: readonly T[], item: T): readonly T[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];

function actOnDraft(
  kiosk: Kiosk,
  step: Extract<Step, { at: 'scope' | 'year' | 'entries' | 'confirm' }>,
  act: Act,
): Move {
  const change = (draft: Partial<Draft>): Move => to(kiosk, { ...step, draft: { ...step.draft, ...draft } });
  if (act.do === 'choose-scope' && step.at === 'scope')
    return offerOf(step)?.scopes.includes(act.scope) === true
      ? change({ scope: act.scope, members: act.scope === 'partial' ? step.draft.members : [] })
      : stay(kiosk);
  if (act.do === 'toggle-member' && step.at === 'scope' && step.draft.scope === 'partial')
    return change({ members: toggled(step.draft.members, act.personId) });
  if (act.do === 'choose-year' && step.at === 'year')
    return offerOf(step)?.taxYears?.includes(act.taxYear) === true
      ? change({ taxYear: act.taxYear })
      : stay(kiosk);
  if (act.do === 'set-option' && step.at === 'entries') {
    const others = step.draft.options.filter((option) => option !== act.option);
    return change({ options: act.on ? [...others, act.option] : others });
  }
  if (act.do === 'set-copies' && step.at === 'confirm')
    return change({ copies: Math.min(MOST_COPIES, Math.max(1, Math.trunc(act.copies))) });
  return stay(kiosk);
}

/** Where there is one way only, it is chosen already. */
function chosen(kiosk: Kiosk, step: Extract<Step, { at: 'certificate' }>, type: CertificateType): Move {
  const offer = step.menu.offers.find((other) => other.type === type);
  if (offer === undefined) return stay(kiosk);
  const { scopes, taxYears = [] } = offer;
  const scope = scopes.length === 1 ? scopes[0] : undefined;
  const taxYear = taxYears.length === 1 ? taxYears[0] : undefined;
  return to(kiosk, { ...step, at: 'scope', draft: { ...EMPTY, type, scope, taxYear } });
}

/** What follows from what the citizen does. An act that does not belong to the step changes nothing. */
export function advance(kiosk: Kiosk, act: Act): Move {
  const { step } = kiosk;
  if (act.do === 'start-over') return startOver(kiosk);
  if (act.do === 'back') return back(kiosk);
  if (act.do === 'next') return next(kiosk);
  switch (step.at) {
    case 'card':
      if (act.do !== 'place-card') return stay(kiosk);
      return to(kiosk, { at: 'pin', card: act.card, digits: '', left: undefined, checking: false });
    case 'pin':
      return actOnPin(kiosk, step, act);
    case 'city': {
      if (act.do !== 'choose-city' || step.loading !== undefined) return stay(kiosk);
      const { municipality } = act;
      return to(
        kiosk,
        { ...step, loading: municipality },
        { effect: 'load-menu', session: step.session, municipality },
      );
    }
    case 'certificate':
      if (act.do !== 'choose-certificate') return stay(kiosk);
      return chosen(kiosk, step, act.type);
    case 'scope':
    case 'year':
    case 'entries':
    case 'confirm':
      return actOnDraft(kiosk, step, act);
    case 'preview': {
      if (act.do !== 'end') return stay(kiosk);
      // The bytes end here: the kiosk keeps nothing of a certificate that it has printed.
      const { pdf: _pdf, ...rest } = step;
      return to(
        kiosk,
        { ...rest, at: 'printing', ending: act.ending },
        { effect: 'print', ending: act.ending },
      );
    }
    default:
      return stay(kiosk);
  }
}

function paperOut(kiosk: Kiosk, step: Extract<Step, { at: 'printing' }>): Move {
  const { session, municipality, requestId, ending, feeJpy } = step;
  const outcome = OUTCOME_OF[ending];
  // Paid before it prints: a jam leaves the money in the machine, and the matter to the store.
  const chargedJpy = outcome === 'cancelled' ? 0 : feeJpy;
  const off: Effect = { effect: 'take-card-off', session };
  const finished: Step = { at: 'finished', ending, requestId, recorded: undefined, problem: undefined };
  return outcome === undefined
    ? to(kiosk, finished, off)
    : to(kiosk, finished, { effect: 'notify', session, municipality, requestId, outcome, chargedJpy }, off);
}

/** What follows from news of a visit; news of another visit, or that nobody waits for, changes nothing. */
export function receive(kiosk: Kiosk, visit: number, news: News): Move {
  const { step } = kiosk;
  if (visit !== kiosk.visit) return stay(kiosk);
  if (news.news === 'refused') {
    if (step.at === 'finished') return to(kiosk, { ...step, problem: news.problem });
    if (!isBusy(step)) return stay(kiosk);
    const off: Effect[] = 'session' in step ? [{ effect: 'take-card-off', session: step.session }] : [];
    return to(kiosk, { at: 'refused', problem: news.problem }, ...off);
  }
  if (news.news === 'pin' && step.at === 'pin' && step.checking) {
    const { answer } = news;
    if (answer.answer === 'accepted')
      return to(kiosk, { at: 'city', session: answer.session, loading: undefined });
    if (answer.answer === 'locked') return to(kiosk, { at: 'locked' });
    return to(kiosk, { ...step, digits: '', left: answer.left, checking: false });
  }
  if (news.news === 'menu' && step.at === 'city' && step.loading === news.menu.municipality)
    return to(kiosk, { at: 'certificate', session: step.session, menu: news.menu });
  if (news.news === 'issued' && step.at === 'making') {
    const { requestId, pdf } = news;
    const feeJpy = (offerOf(step)?.feeJpy ?? 0) * step.draft.copies;
    const { session, menu } = step;
    return to(kiosk, {
      at: 'preview',
      session,
      municipality: menu.municipality,
      requestId,
      pdf,
      feeJpy,
    });
  }
  if (news.news === 'paper-out' && step.at === 'printing') return paperOut(kiosk, step);
  if (news.news === 'recorded' && step.at === 'finished') return to(kiosk, { ...step, recorded: news.state });
  return stay(kiosk);
}
