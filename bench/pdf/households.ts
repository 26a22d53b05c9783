import { ResidentRecord } from '../../functions/registry/index.ts';
import type { Random } from '../../simulator/sample/random.ts';
import type { Characters } from './characters.ts';
import { CITY } from './fonts.ts';

type Choice = { readonly random: Random; readonly characters: Characters };

const RELATIONS = ['世帯主', '妻', '子', '子'] as const;

/** The members of an invented household, everything recorded that a 住民票の写し of a Japanese citizen can say. */
export function inventHousehold(choice: Choice, members: number): readonly ResidentRecord[] {
  const { random, characters } = choice;
  // one sequence goes through the whole certificate, as a family's name does; the rare ones stand once each
  const surname = characters.variant(random) + characters.kanji(random);
  const surnameKana = kana(choice, 4);
  const address = `北海道${CITY.name}${kanji(choice, 5)}${characters.gaiji(random)}町${lot(random)}`;
  const domicile = `${kanji(choice, 2)}県${kanji(choice, 2)}市${kanji(choice, 5)}${characters.rare(random)}${lot(random)}`;
  const given = [
    characters.kanji(random) + characters.rare(random),
    kanji(choice, 2),
    kanji(choice, 1) + characters.gaiji(random),
    kanji(choice, 2) + (random.chance(0.5) ? characters.variant(random) : ''),
  ];
  const head = `${surname}　${given[0]}`;
  return Array.from({ length: members }, (_, index) => {
    const moved = eraDate(random, '平成', 30);
    return ResidentRecord.parse({
      personId: String(index + 1).padStart(15, '0'),
      householdId: '000000000000001',
      householdOrder: index + 1,
      state: 'active',
      transferPending: false,
      changeUnsettled: false,
      isForeign: false,
      fullName: `${surname}　${given[index] ?? kanji(choice, 2)}`,
      fullNameKana: `${surnameKana}　${kana(choice, 3)}`,
      dateOfBirth: { text: index < 2 ? eraDate(random, '昭和', 63) : eraDate(random, '平成', 30) },
      sex: random.pick(['男', '女']),
      address,
      becameResidentOn: { text: moved },
      addressFixedOn: { text: eraDate(random, '令和', 8) },
      notifiedOn: { text: eraDate(random, '令和', 8) },
      previousAddress: `${kanji(choice, 2)}県${kanji(choice, 2)}市${kanji(choice, 7)}町${lot(random)}`,
      headOfHousehold: head,
      relationshipToHead: RELATIONS[index] ?? '同居人',
      registeredDomicile: domicile,
      familyRegisterHead: head,
    });
  });
}

const repeated = (length: number, draw: () => string): string => Array.from({ length }, draw).join('');
const kanji = ({ random, characters }: Choice, length: number): string =>
  repeated(length, () => characters.kanji(random));
const kana = ({ random, characters }: Choice, length: number): string =>
  repeated(length, () => characters.kana(random));
const lot = (random: Random): string => `${random.integer(1, 99)}番地${random.integer(1, 30)}`;
const eraDate = (random: Random, era: string, years: number): string =>
  `${era}${random.integer(2, years)}年${random.integer(1, 12)}月${random.integer(1, 28)}日`;
