import { type Guard, guardsOf } from './guard.ts';

const NEW_FEEDS = 'test/unit/linkage/new-feeds.test.ts';
const CITY = 'test/unit/linkage/individual-number.test.ts';
const VAULT = 'test/unit/linkage/number-vault.test.ts';
const PRINTING = 'test/unit/issuance/individual-number.test.ts';
const GATE = 'test/unit/issuance/release-gate.test.ts';

/** 個人番号 is kept only where it is printed, and shown to nobody but whoever asks for one's own. */
export const INDIVIDUAL_NUMBERS: readonly Guard[] = [
  ...guardsOf('functions/linkage/row-to-fact.ts', NEW_FEEDS, [
    {
      name: '個人番号 stays nowhere where the city does not print it',
      edits: [["printsIndividualNumber && row.state === 'active';", "row.state === 'active';"]],
      title: 'is read and forgotten where the city does not print it',
    },
    {
      name: '個人番号 of who is no resident any more is not kept',
      edits: [["printsIndividualNumber && row.state === 'active';", 'printsIndividualNumber;']],
      title: 'is forgotten of whoever is no resident any more: 転出',
    },
  ]),
  ...guardsOf('functions/registry/decide-number.ts', 'test/unit/registry/own-facts.test.ts', [
    {
      name: 'a city may begin and end printing without contradicting its rows',
      edits: [['if (incoming.since !== stored.since) return', 'if (incoming.since < 0) return']],
      title:
        'a city that ends printing loses the number with the next delivery of the row, and nobody is closed',
    },
  ]),
  ...guardsOf('functions/registry/read-persons.ts', 'test/unit/registry/read-parts.test.ts', [
    {
      name: 'a number and a gate from two moments are never paired',
      edits: [['numbered !== undefined && numbered !== number?.digest', 'false as boolean']],
      title: 'a number and a gate from two moments are never paired',
    },
  ]),
  ...guardsOf('functions/linkage/row-settings.ts', CITY, [
    {
      name: 'what the city says about numbers reaches its rows',
      edits: [['{ printsIndividualNumber: numbers.printed }', '{ printsIndividualNumber: true }']],
      title: 'comes and goes with the city’s word by the next full file, and closes nobody',
    },
  ]),
  ...guardsOf('functions/linkage/number-vault.ts', VAULT, [
    {
      name: 'a number opens for its own person only',
      edits: [['municipality, person].join(', 'municipality].join(']],
      title: 'gives a number back for its person in its city, and for nobody else',
    },
    {
      name: 'the key service hears of no person',
      edits: [['keyContext: { municipality } });', 'keyContext: { municipality, person: municipality } });']],
      title: 'asks the key service once for many, and names nobody to it',
    },
  ]),
  ...guardsOf('functions/linkage/number-vault.ts', VAULT, [
    {
      name: 'only what has a right check digit is given back',
      edits: [
        ['return isIndividualNumber(text) ? ok(text)', 'return isIndividualNumber !== undefined ? ok(text)'],
      ],
      title: 'gives back only what has a right check digit (省令5条)',
    },
  ]),
  ...guardsOf('functions/eligibility/eligibility.ts', 'test/unit/eligibility/eligibility.test.ts', [
    {
      name: '個人番号 is the applicant’s alone',
      edits: [['return !isOwn && options.some(', 'return isOwn === undefined && options.some(']],
      title: 'what is the applicant’s own is refused as soon as anybody else is on the paper (個人番号)',
    },
  ]),
  ...guardsOf('functions/issuance/numbers.ts', PRINTING, [
    {
      name: '個人番号 only in a city that prints it',
      edits: [['option !== OPTION || numbers?.printed === true', 'option !== OPTION || numbers !== null']],
      title: 'is not to be had in a city that does not print it, or prints it no more; none is opened there',
    },
    {
      name: '個人番号 of others only by the city’s word',
      edits: [["numbers?.forSubjects === 'all' ? []", "numbers?.forSubjects !== 'applicant' ? []"]],
      title: 'is the applicant’s alone: of the whole household it is refused',
    },
    {
      name: 'a number is opened only where it was asked for',
      edits: [['if (!asksForNumbers(request)) return ok({ model: content, numbers: [] });', '']],
      title: 'is not there: the copy without it does not miss it',
    },
    {
      name: 'a number outside its place refuses without closing the type',
      edits: [['if (stray.length > 0) return', 'if (false as boolean) return']],
      title: 'stands in another place than its own: refused whatever was asked for, and nothing is closed',
    },
    {
      name: 'a form without a place for the number refuses without closing the type',
      edits: [
        ['return hasPlaces(contentOf(template, model), subjects.length)', 'return hasPlaces !== undefined'],
      ],
      title: 'has no place on the form that the city uses: its settings do not fit, and nothing is closed',
    },
  ]),
  ...guardsOf('functions/issuance/release-gate.ts', GATE, [
    {
      name: 'no 個人番号 leaves unless asked for',
      invariant: 'INV-10',
      edits: [
        ['mismatches.push(...strangeNumbers(said.content, expected.numbers ?? []));', 'void strangeNumbers;'],
      ],
      title: 'holds back a number that nobody asked for, even where the model has it',
    },
  ]),
  ...guardsOf('functions/issuance/numbers.ts', GATE, [
    {
      name: 'a number stands in its own place only',
      invariant: 'INV-10',
      edits: [
        [
          '.filter((slot) => content[slot] !== wanted.get(slot)), ...strayNumbers(content)]',
          '.filter((slot) => content[slot] !== wanted.get(slot))]',
        ],
      ],
      title: 'holds back a number in any other place, and takes the paper’s own number for none',
    },
  ]),
  ...guardsOf('functions/issuance/prepare.ts', PRINTING, [
    {
      name: 'what is kept of a certificate has no 個人番号',
      edits: [['    model,\n    names,', '    model: printed.value.model as typeof model,\n    names,']],
      title: 'is in no record, no snapshot and no audit event; the digest of the model knows nothing of it',
    },
  ]),
  ...guardsOf('functions/issuance/issue-certificate.ts', PRINTING, [
    {
      name: 'a certificate with 個人番号 is drawn once',
      invariant: 'INV-9',
      edits: [["  if (asksForNumbers(existing)) return refusedWith(['ISS-2004']);\n", '']],
      title: 'is not enough to draw it again: a repeat is refused and opens nothing (INV-9)',
    },
  ]),
  ...guardsOf('functions/linkage/examine-file.ts', 'test/unit/scripts/link-validate.test.ts', [
    {
      name: 'validate never shows a 個人番号',
      edits: [['place.isSecret === true ?', '(false as boolean) ?']],
      title: 'never shows a 個人番号, whatever is asked for',
    },
  ]),
];
