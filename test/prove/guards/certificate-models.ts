import { type Guard, guardsOf } from './guard.ts';

const NEVER = 'if (false as boolean)';

/** What a certificate says is what was delivered, and what its city lets it say. */
export const CERTIFICATE_MODELS: readonly Guard[] = [
  ...guardsOf(
    'functions/certificates/seal-registration-certificate.ts',
    'test/unit/certificates/seal-registration-certificate.test.ts',
    [
      {
        name: '性別 stays out where the city does not print it',
        edits: [['sex: printsSex ? facts.sex : undefined,', 'sex: facts.sex,']],
        title: '性別 only in a city that prints it: elsewhere it is not even in the model',
      },
      {
        name: '性別 is there where the city prints it',
        edits: [['if (printsSex && facts.sex === undefined)', NEVER]],
        title: 'where the city prints 性別 and none is recorded',
      },
      {
        name: 'an impression is named by its digest',
        edits: [["impression: z.hash('sha256').lowercase(),", 'impression: z.string(),']],
        title: 'when its impression is named by anything but a digest in small letters',
      },
    ],
  ),
  ...guardsOf(
    'functions/certificates/tax-and-income-certificate.ts',
    'test/unit/certificates/tax-and-income-certificate.test.ts',
    [
      {
        name: 'an amount is not negative',
        edits: [["if (value < 0) return { kind: 'amount', rule: 'negative', field };", '']],
        title: 'for an amount that is negative, no whole number, or longer than 15 digits',
      },
      {
        name: 'an amount is a whole number of yen',
        edits: [["if (!Number.isInteger(value)) return { kind: 'amount', rule: 'not-integer', field };", '']],
        title: 'for an amount that is negative, no whole number, or longer than 15 digits',
      },
      {
        name: 'an amount has 15 digits at most',
        edits: [["if (value > MAX_AMOUNT) return { kind: 'amount', rule: 'too-long', field };", '']],
        title: 'for an amount that is negative, no whole number, or longer than 15 digits',
      },
      {
        name: 'no amount is left out in silence',
        edits: [["if (isListName(list) && !isTaxRow(list, row ?? ''))", NEVER]],
        title: 'for an amount that has no row: nothing that was delivered is left out in silence',
      },
      {
        name: '非課税 stands beside no tax',
        edits: [["if (state !== 'exempt') return undefined;", 'if (state.length > 0) return undefined;']],
        title: 'for 非課税 beside a tax that is not 0: municipalPerCapita',
      },
    ],
  ),
];
