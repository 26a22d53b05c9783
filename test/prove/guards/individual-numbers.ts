import { type Guard, guardsOf } from './guard.ts';

const NEW_FEEDS = 'test/unit/linkage/new-feeds.test.ts';
const CITY = 'test/unit/linkage/individual-number.test.ts';
const VAULT = 'test/unit/linkage/number-vault.test.ts';

/** 個人番号 is kept only where it is printed, and shown to nobody. */
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
  ...guardsOf('functions/linkage/examine-file.ts', 'test/unit/scripts/link-validate.test.ts', [
    {
      name: 'validate never shows a 個人番号',
      edits: [['place.isSecret === true ?', '(false as boolean) ?']],
      title: 'never shows a 個人番号, whatever is asked for',
    },
  ]),
];
