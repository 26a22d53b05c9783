import { describe, expect, test } from 'vitest';
import { MenuResponse, Problem } from '../../../functions/issuance/contract.ts';
import { MunicipalityCode, type PersonId, RequestId } from '../../../functions/shared/ids.ts';
import { CardOnReader } from '../../../simulator/kiosk/page-contract.ts';
import type { Act, Effect, Ending, Kiosk, News } from '../../../simulator/page/src/step.ts';
import { FIRST } from '../../../simulator/page/src/step.ts';
import { advance, canGoBack, receive } from '../../../simulator/page/src/steps.ts';
import { menuOf, PERSON_IDS } from './stub-kiosk-api.ts';

const CARD = CardOnReader.parse({ issuer: 'JPKI-AUTH-03', serial: '0A1B' });
const CITY = MunicipalityCode.parse('012050');
const MENU = MenuResponse.parse(menuOf(CITY));
const REQUEST_ID = RequestId.parse('request-0123456789');
const SESSION = 'session-0123456789';
const PROBLEM = Problem.parse({
  type: 'about:blank',
  title: 'ask at the counter',
  status: 422,
  code: 'KSK-1005',
  message: '窓口へ。',
  retry: false,
});
const [FIRST_MEMBER, SECOND_MEMBER] = MENU.household.map(({ personId }) => personId);
if (FIRST_MEMBER === undefined || SECOND_MEMBER === undefined)
  throw new Error('a household of two is needed');

/** Acts of the citizen and news of the kiosk, one after the other; also what the last one set off. */
function play(...happenings: readonly (Act | News)[]): { kiosk: Kiosk; effects: readonly Effect[] } {
  return playOn(FIRST, ...happenings);
}

function playOn(start: Kiosk, ...happenings: readonly (Act | News)[]) {
  let kiosk = start;
  let effects: readonly Effect[] = [];
  for (const happening of happenings)
    ({ kiosk, effects } =
      'do' in happening ? advance(kiosk, happening) : receive(kiosk, kiosk.visit, happening));
  return { kiosk, effects };
}

const DIGITS: readonly Act[] = ['1', '2', '3', '4'].map((digit) => ({ do: 'type-digit', digit }));
const TO_PIN: readonly Act[] = [{ do: 'place-card', card: CARD }, ...DIGITS, { do: 'confirm-pin' }];
const TO_CITY: readonly (Act | News)[] = [
  ...TO_PIN,
  { news: 'pin', answer: { answer: 'accepted', session: SESSION } },
];
const TO_CERTIFICATE: readonly (Act | News)[] = [
  ...TO_CITY,
  { do: 'choose-city', municipality: CITY },
  { news: 'menu', menu: MENU },
];
const TO_SCOPE: readonly (Act | News)[] = [
  ...TO_CERTIFICATE,
  { do: 'choose-certificate', type: 'resident-record' },
];
const TO_CONFIRM: readonly (Act | News)[] = [
  ...TO_SCOPE,
  { do: 'choose-scope', scope: 'individual' },
  { do: 'next' },
  { do: 'next' },
];
const TO_MAKING: readonly (Act | News)[] = [...TO_CONFIRM, { do: 'next' }];
const ISSUED: News = { news: 'issued', requestId: REQUEST_ID, pdf: new Uint8Array([37, 80, 68, 70]) };
const TO_PREVIEW: readonly (Act | News)[] = [...TO_MAKING, ISSUED];

describe('the way of a citizen', () => {
  test('leads from the card over PIN, city, certificate, scope, entries and confirmation to the paper', () => {
    const stations = [TO_PIN, TO_CITY, TO_CERTIFICATE, TO_SCOPE, TO_CONFIRM, TO_MAKING, TO_PREVIEW].map(
      (way) => play(...way).kiosk.step.at,
    );
    expect(stations).toEqual(['pin', 'city', 'certificate', 'scope', 'confirm', 'making', 'preview']);
  });

  test('asks for the issue exactly what was chosen, with members in the order of the record', () => {
    const { effects } = play(
      ...TO_SCOPE,
      { do: 'choose-scope', scope: 'partial' },
      { do: 'toggle-member', personId: SECOND_MEMBER },
      { do: 'toggle-member', personId: FIRST_MEMBER },
      { do: 'next' },
      { do: 'set-option', option: 'domicile', on: true },
      { do: 'set-option', option: 'relationship', on: true },
      { do: 'next' },
      { do: 'set-copies', copies: 2 },
      { do: 'next' },
    );
    expect(effects).toEqual([
      {
        effect: 'issue',
        session: SESSION,
        choice: {
          municipality: CITY,
          type: 'resident-record',
          scope: 'partial',
          options: ['relationship', 'domicile'],
          subjects: PERSON_IDS.slice(0, 2),
          copies: 2,
          feeJpy: 300,
        },
      },
    ]);
  });

  test('asks for nothing that the citizen did not ask for', () => {
    const { effects } = play(...TO_MAKING);
    expect(effects).toMatchObject([{ effect: 'issue', choice: { options: [], subjects: [], copies: 1 } }]);
  });

  test('forgets the chosen members when the scope is changed to one without a choice', () => {
    const { kiosk } = play(
      ...TO_SCOPE,
      { do: 'choose-scope', scope: 'partial' },
      { do: 'toggle-member', personId: FIRST_MEMBER },
      { do: 'choose-scope', scope: 'household' },
      { do: 'choose-scope', scope: 'partial' },
    );
    expect(kiosk.step).toMatchObject({ at: 'scope', draft: { members: [] } });
  });

  test('asks for what is one’s own only where nobody else is on the paper', () => {
    const offers = MENU.offers.map((offer) => ({
      ...offer,
      options: ['individual-number' as const],
      ownOptions: ['individual-number' as const],
    }));
    const way = (...acts: readonly Act[]) =>
      play(
        ...TO_CITY,
        { do: 'choose-city', municipality: CITY },
        { news: 'menu', menu: { ...MENU, offers } },
        { do: 'choose-certificate', type: 'resident-record' },
        ...acts,
      );
    const alone: readonly Act[] = [{ do: 'choose-scope', scope: 'individual' }, { do: 'next' }];
    const asked = way(...alone, { do: 'set-option', option: 'individual-number', on: true });
    expect(asked.kiosk.step.at).toBe('entries');
    const sent = playOn(asked.kiosk, { do: 'next' }, { do: 'next' }).effects;
    expect(sent).toMatchObject([{ choice: { options: ['individual-number'] } }]);

    const household: readonly Act[] = [
      { do: 'back' },
      { do: 'choose-scope', scope: 'household' },
      { do: 'next' },
    ];
    const changed = playOn(asked.kiosk, ...household);
    expect(changed.kiosk.step.at).toBe('confirm');
    expect(playOn(changed.kiosk, { do: 'next' }).effects).toMatchObject([{ choice: { options: [] } }]);
    const partOf = (personId: typeof FIRST_MEMBER): Act => ({ do: 'toggle-member', personId });
    const part = way({ do: 'choose-scope', scope: 'partial' }, partOf(FIRST_MEMBER), { do: 'next' });
    expect(part.kiosk.step.at).toBe('entries');
    const other = way({ do: 'choose-scope', scope: 'partial' }, partOf(SECOND_MEMBER), { do: 'next' });
    expect(other.kiosk.step.at).toBe('confirm');
  });

  test('does not go on without a scope, nor with a part of the household that is nobody', () => {
    expect(play(...TO_SCOPE, { do: 'next' }).kiosk.step.at).toBe('scope');
    expect(play(...TO_SCOPE, { do: 'choose-scope', scope: 'partial' }, { do: 'next' }).kiosk.step.at).toBe(
      'scope',
    );
  });

  test('knows from 1 to 10 copies', () => {
    const copies = (wanted: number) => play(...TO_CONFIRM, { do: 'set-copies', copies: wanted }).kiosk.step;
    expect(copies(0)).toMatchObject({ draft: { copies: 1 } });
    expect(copies(11)).toMatchObject({ draft: { copies: 10 } });
  });

  test('offers of a 戸籍 whoever is in it, not the household', () => {
    const [self, sister] = ['000000000000001', '000000000000002'] as PersonId[];
    if (self === undefined || sister === undefined) throw new Error('nobody');
    const offer = {
      type: 'family-register',
      name: '戸籍証明書',
      family: 'family-register' as const,
      scopes: ['individual' as const, 'household' as const, 'partial' as const],
      options: [],
      feeJpy: 450,
    };
    const register = [
      { personId: self, isApplicant: true },
      { personId: sister, fullName: '見本　花子', isApplicant: false },
    ];
    const { effects } = play(
      ...TO_CITY,
      { do: 'choose-city', municipality: CITY },
      { news: 'menu', menu: { ...MENU, household: [], offers: [offer], register } },
      { do: 'choose-certificate', type: offer.type },
      { do: 'choose-scope', scope: 'partial' },
      { do: 'toggle-member', personId: sister },
      { do: 'next' },
      { do: 'next' },
    );
    expect(effects).toMatchObject([
      { effect: 'issue', choice: { type: offer.type, scope: 'partial', subjects: [sister], feeJpy: 450 } },
    ]);
  });

  test('asks for the year of a certificate that is of one, after whose it is', () => {
    const offer = {
      type: 'tax-and-income',
      name: '課税・所得証明書',
      family: 'tax-and-income' as const,
      scopes: ['individual' as const],
      options: [],
      taxYears: [2026, 2025],
      feeJpy: 350,
    };
    const way: readonly (Act | News)[] = [
      ...TO_CITY,
      { do: 'choose-city', municipality: CITY },
      { news: 'menu', menu: { ...MENU, offers: [offer] } },
      { do: 'choose-certificate', type: offer.type },
      { do: 'next' },
    ];
    const { kiosk } = play(...way);
    expect(kiosk.step).toMatchObject({ at: 'year', draft: { scope: 'individual', taxYear: undefined } });
    expect(playOn(kiosk, { do: 'next' }).kiosk.step.at).toBe('year');
    expect(playOn(kiosk, { do: 'choose-year', taxYear: 2024 }, { do: 'next' }).kiosk.step.at).toBe('year');
    const confirming = playOn(kiosk, { do: 'choose-year', taxYear: 2025 }, { do: 'next' });
    expect(confirming.kiosk.step.at).toBe('confirm');
    expect(playOn(confirming.kiosk, { do: 'back' }).kiosk.step.at).toBe('year');
    expect(playOn(confirming.kiosk, { do: 'back' }, { do: 'back' }).kiosk.step.at).toBe('scope');
    expect(playOn(confirming.kiosk, { do: 'next' }).effects).toMatchObject([
      { effect: 'issue', choice: { type: offer.type, taxYear: 2025, options: [], feeJpy: 350 } },
    ]);
  });

  test('leads back step by step up to the city', () => {
    let { kiosk } = play(...TO_CONFIRM);
    const stations = [1, 2, 3, 4].map(() => {
      ({ kiosk } = advance(kiosk, { do: 'back' }));
      return kiosk.step.at;
    });
    expect(stations).toEqual(['entries', 'scope', 'certificate', 'city']);
    expect(canGoBack(kiosk.step)).toBe(false);
  });
});

describe('PIN', () => {
  test('takes four digits and nothing else', () => {
    const { kiosk } = play({ do: 'place-card', card: CARD }, { do: 'type-digit', digit: 'x' }, ...DIGITS, {
      do: 'type-digit',
      digit: '5',
    });
    expect(kiosk.step).toMatchObject({ at: 'pin', digits: '1234' });
  });

  test('a wrong one is cleared and shows how many tries are left; a locked card ends the way', () => {
    const wrong = play(...TO_PIN, { news: 'pin', answer: { answer: 'wrong', left: 2 } });
    expect(wrong.kiosk.step).toMatchObject({ at: 'pin', digits: '', left: 2, checking: false });
    const locked = play(...TO_PIN, { news: 'pin', answer: { answer: 'locked' } });
    expect(locked.kiosk.step).toEqual({ at: 'locked' });
  });
});

describe('starting over', () => {
  test('takes the card off and leaves nothing of the visit', () => {
    const { kiosk, effects } = play(...TO_CONFIRM, { do: 'start-over' });
    expect(kiosk).toEqual({ visit: 2, step: { at: 'card' } });
    expect(effects).toEqual([{ effect: 'take-card-off', session: SESSION }]);
  });

  test('from the preview tells that the certificate was cancelled, before the card goes', () => {
    const { effects } = play(...TO_PREVIEW, { do: 'start-over' });
    expect(effects).toMatchObject([
      { effect: 'notify', outcome: 'cancelled', requestId: REQUEST_ID },
      { effect: 'take-card-off' },
    ]);
  });

  test.each([
    ['making', TO_MAKING],
    ['printing', [...TO_PREVIEW, { do: 'end', ending: 'printed' } as const]],
    ['checking the PIN', TO_PIN],
  ])('is not possible while the kiosk is %s', (_what, way) => {
    const before = play(...way).kiosk;
    expect(advance(before, { do: 'start-over' }).kiosk).toBe(before);
    expect(canGoBack(before.step)).toBe(false);
  });

  test('makes late answers attach to nothing', () => {
    const before = play(...TO_CITY, { do: 'choose-city', municipality: CITY }).kiosk;
    const next = { visit: before.visit + 1, step: before.step };
    expect(receive(next, before.visit, { news: 'menu', menu: MENU }).kiosk).toBe(next);
    const start = play(...TO_PREVIEW, { do: 'start-over' }).kiosk;
    expect(receive(start, start.visit, ISSUED).kiosk).toBe(start);
  });
});

describe('the end of a visit', () => {
  test.each([
    ['printed', 'printed', 300],
    ['cancelled', 'cancelled', 0],
    ['forgotten', 'cancelled', 0],
    ['jammed', 'failed', 300],
  ] as const)('%s is told to the centre as %s, with %i yen charged', (ending, outcome, chargedJpy) => {
    const { kiosk, effects } = play(...TO_PREVIEW, { do: 'end', ending }, { news: 'paper-out' });
    expect(kiosk.step).toMatchObject({ at: 'finished', ending, requestId: REQUEST_ID });
    expect(effects).toMatchObject([
      { effect: 'notify', municipality: CITY, requestId: REQUEST_ID, outcome, chargedJpy },
      { effect: 'take-card-off' },
    ]);
  });

  test('with a broken line tells nothing', () => {
    const ending: Ending = 'silent';
    const { effects } = play(...TO_PREVIEW, { do: 'end', ending }, { news: 'paper-out' });
    expect(effects).toEqual([{ effect: 'take-card-off', session: SESSION }]);
  });

  test('keeps no byte of the certificate once printing has begun', () => {
    const { kiosk } = play(...TO_PREVIEW, { do: 'end', ending: 'printed' });
    expect(kiosk.step).not.toHaveProperty('pdf');
  });

  test('shows the fee for all copies before anything is paid', () => {
    const { kiosk } = play(...TO_CONFIRM, { do: 'set-copies', copies: 3 }, { do: 'next' }, ISSUED);
    expect(kiosk.step).toMatchObject({ at: 'preview', feeJpy: 900 });
  });

  test('a refusal takes the card off and keeps nothing but the public problem', () => {
    const { kiosk, effects } = play(...TO_MAKING, { news: 'refused', problem: PROBLEM });
    expect(kiosk.step).toEqual({ at: 'refused', problem: PROBLEM });
    expect(effects).toEqual([{ effect: 'take-card-off', session: SESSION }]);
  });

  test('a result that could not be told is shown beside the end, not instead of it', () => {
    const end = play(...TO_PREVIEW, { do: 'end', ending: 'printed' }, { news: 'paper-out' }).kiosk;
    const told = playOn(end, { news: 'recorded', state: 'printed' }).kiosk.step;
    expect(told).toMatchObject({ at: 'finished', recorded: 'printed' });
    const untold = playOn(end, { news: 'refused', problem: PROBLEM }).kiosk.step;
    expect(untold).toMatchObject({ at: 'finished', ending: 'printed', problem: PROBLEM });
  });
});
