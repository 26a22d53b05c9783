import { type Guard, guardsOf } from './guard.ts';

const ISSUANCE = 'functions/issuance';
const TESTS = 'test/unit/issuance';
const WHO = `${TESTS}/koseki-eligibility.test.ts`;
const WAY = `${TESTS}/koseki.test.ts`;
const NEVER = 'if (false as boolean)';

/** 戸籍 and 附票: who may have them, and that a fetched paper is the request's own or none (INV-2, 4, 5, 6, 9). */
export const KOSEKI_ISSUING: readonly Guard[] = [
  ...guardsOf('functions/eligibility/koseki.ts', WHO, [
    {
      name: 'a protected member closes the register',
      edits: [['    reasons.push(...protections(restrictions, today));\n', '']],
      title: '仕様書 3(2)①エ 支援措置, in whatever household',
    },
    {
      name: 'a protection closes the register whichever certificate its row names',
      edits: [["{ ...one, certificateType: 'all' }", 'one']],
      title: '支援措置 whose row names another certificate and no household, in whatever household',
    },
    {
      name: 'a notification closes the register',
      edits: [['if (entry.notificationPending || isUnrecorded)', 'if (isUnrecorded)']],
      title: '戸籍の届出処理中, in whatever household',
    },
    {
      name: 'a death that is not in the 戸籍 yet closes the register',
      edits: [['if (entry.notificationPending || isUnrecorded)', 'if (entry.notificationPending)']],
      title: 'a death that the 戸籍 does not have yet, in whatever household',
    },
    {
      name: 'a row that could not be taken over closes the register',
      edits: [["if (closedFamilies.has(family)) reasons.push({ code: 'ISS-1209' });", '']],
      title: 'a row that could not be taken over, in whatever household',
    },
    {
      name: 'a koseki person key of two people closes the register',
      edits: [['if (!hasOwnKey)', NEVER]],
      title: 'a koseki person key that two people have, in whatever household',
    },
    {
      name: '除籍 is refused',
      edits: [["own.entry.state === 'enrolled' ? []", '(true as boolean) ? []']],
      title: '除籍 is refused: 現在戸籍 only',
    },
    {
      name: 'thirty members at most',
      edits: [['if (members.size > MAXIMUM_REGISTER)', NEVER]],
      title: 'more than 30 people are refused by name',
    },
    {
      name: 'only an approved 本籍地利用登録 opens anything',
      edits: [['else if (!isApproved)', 'else if (false as boolean)']],
      title: 'that is under-review opens nothing',
    },
    {
      name: 'a 本籍地利用登録 ends with its last day',
      edits: [['today > registration.expiresOn', '(false as boolean)']],
      title: 'ends with its last day',
    },
    {
      name: 'after a move out the serial alone opens nothing',
      edits: [
        [
          "if (resident?.state === 'active' && serial !== undefined) return reasons;",
          'if (serial !== undefined) return reasons;',
        ],
      ],
      title: 'after a move out it opens 戸籍 and 附票 by the registration alone',
    },
    {
      name: 'a contested serial opens no 戸籍',
      edits: [['if (isContested || (serial', 'if ((serial']],
      title: 'that rows have given to two people, or a serial that they have, stands for nobody',
    },
    {
      name: 'two feeds that name two people open nothing',
      edits: [['isApproved && registered !== serial.personId', 'isApproved && (false as boolean)']],
      title: 'is refused where the two name different people',
    },
    {
      name: 'a restriction under the registration’s own number binds',
      edits: [
        [
          '    ...judgeIdentities(identities, conditions.family, today),\n',
          '    ...(void judgeIdentities, []),\n',
        ],
      ],
      title: 'of a protected person refuses like anything for the counter, whatever number the row has',
    },
    {
      name: 'what staff have forbidden binds 戸籍 too',
      edits: [
        ['people.some((one) => isForbidden(', 'people.some((one) => (false as boolean) && isForbidden('],
      ],
      title: 'binds applicant, subjects, and the registration’s own number',
    },
  ]),
  ...guardsOf('functions/eligibility/koseki.ts', WAY, [
    {
      name: 'whoever is not named cannot be chosen',
      edits: [
        [
          "id === holder || members.get(id)?.resident?.state === 'active'",
          '(void members, id !== holder) || true',
        ],
      ],
      title: 'not a member who is no resident, whose name is not known',
    },
  ]),
  ...guardsOf(`${ISSUANCE}/gather-koseki.ts`, WAY, [
    {
      name: 'the commit checks the register',
      invariant: 'INV-5',
      edits: [['[register, ...read, ...keys, ...ofOthers]', '[...read, ...keys, ...ofOthers]']],
      title:
        'somebody protected who joins the register that lands meanwhile refuses, without a second question',
    },
    {
      name: 'the commit checks the koseki person keys',
      invariant: 'INV-5',
      edits: [['[register, ...read, ...keys, ...ofOthers]', '[register, ...read, ...ofOthers]']],
      title:
        'a second person of the same koseki person key that lands meanwhile refuses, without a second question',
    },
    {
      name: 'the commit checks the 本籍地利用登録',
      invariant: 'INV-5',
      edits: [
        ['const versions: VersionCheck[] = [domicile.version];', 'const versions: VersionCheck[] = [];'],
      ],
      title:
        'a 本籍地利用登録 of the same serial for somebody else that lands meanwhile refuses, without a second question',
    },
  ]),
  ...guardsOf(`${ISSUANCE}/paper.ts`, WAY, [
    {
      name: 'a fetched paper serves again only where nothing has changed',
      invariant: 'INV-5',
      edits: [['held.versions === versions ?', '(true as boolean) ?']],
      title:
        'a change that leaves everything allowed that lands meanwhile refuses, without a second question',
    },
    {
      name: 'a request asks the koseki system once',
      invariant: 'INV-6',
      edits: [['if (held !== undefined)', NEVER]],
      title: 'a commit that only came second tries again with the same paper',
    },
  ]),
  ...guardsOf(`${ISSUANCE}/fetch-paper.ts`, WAY, [
    {
      name: 'an answer that may be another’s closes the type',
      invariant: 'INV-4',
      edits: [['  await closeByGate(deps, record);\n', 'void closeByGate;']],
      title:
        'INV-4, INV-6: {"kind":"echo-mismatch","field":"requestId"} may be somebody else’s and closes the city’s type',
    },
    {
      name: 'what a koseki system has answered wrongly is kept',
      invariant: 'INV-8',
      edits: [['...(withheld === undefined ? {} : { withheld })', '']],
      title: 'INV-8: the bytes that may be somebody else’s are kept as the case’s evidence',
    },
  ]),
  ...guardsOf(`${ISSUANCE}/issue-certificate.ts`, WAY, [
    {
      name: 'the question ends with the request’s deadline',
      invariant: 'INV-2',
      edits: [['  given.abort();\n', '']],
      title: 'INV-2: at the deadline the question is given up, and what still comes attaches to nothing',
    },
    {
      name: 'a fetched paper is not repeated',
      invariant: 'INV-9',
      edits: [
        [
          "if (!isDrawnHere(drawing)) return refusedWith(['ISS-2004']);",
          "if (!isDrawnHere(drawing)) return refusedWith(['ISS-2005']);",
        ],
      ],
      title: 'INV-9: a repeat is refused, for nothing was kept',
    },
  ]),
  ...guardsOf(`${ISSUANCE}/prepare.ts`, `${TESTS}/families.test.ts`, [
    {
      name: 'a city without a link offers no 戸籍',
      edits: [
        ["      (isLinked || FAMILIES[family].paper === 'drawn') &&\n", '      (void isLinked, true) &&\n'],
      ],
      title:
        'what the koseki system draws is refused as not offered where the city has no link, whatever it has set',
    },
  ]),
];
