import {
  type Attachments,
  type CompiledTemplate,
  CopyOption,
  type CopyScope,
  compileTemplate,
  layOut,
  residentRecordCopy,
  residentRecordTemplateData,
  sampleSeal,
} from '../../../functions/certificates/index.ts';
import { ResidentRowV1 } from '../../../functions/linkage/layouts/resident.ts';
import { residentOf } from '../../../functions/linkage/row-to-fact.ts';
import { type DisplayList, type FontSet, measure } from '../../../functions/pdf/index.ts';
import type { ResidentRecord } from '../../../functions/registry/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { type Random, randomFor } from '../../../simulator/sample/random.ts';
import type { SampleCity } from '../../../simulator/sample/types.ts';
import { generateWorld } from '../../../simulator/sample/world.ts';
import {
  impressionOf,
  itemsTemplate,
  type Model,
  sealTemplate,
  taxTemplate,
} from '../../unit/certificates/papers.ts';
import { sealExamples, taxExamples } from '../../unit/certificates/sample-models.ts';
import { openFonts } from './fonts.ts';

/** A certificate ready to be drawn with the fonts of its city. */
export type SampleCertificate = {
  readonly title: string;
  readonly list: DisplayList;
  readonly fonts: FontSet;
};

/** What a certificate says, before it is laid out, and what it is drawn with. */
type Wish = {
  readonly title: string;
  readonly template: CompiledTemplate;
  readonly model: Model;
  readonly fonts: FontSet;
};

const TODAY = LocalDate.parse('2026-10-01');
/** Every matter that a certificate may meet occurs in each city, and few others. */
const RESIDENTS = 600;
/** In turn, so that the largest households come whole. */
const SCOPES: readonly CopyScope[] = ['household', 'partial', 'individual'];
/** Of five certificates. */
const KINDS = ['copy', 'copy', 'seal', 'copy', 'tax'] as const;

/**
 * `count` different certificates: 住民票の写し and 住民票記載事項証明書 of the sample world (its three cities in turn, those
 * with many people or rare characters first, every scope, options by chance), 印鑑登録証明書 and 課税・所得証明書 of
 * invented people from the shortest to the longest. Those that are refused (a character without a glyph, a text without
 * room) are passed over.
 */
export function sampleCertificates(seed: string, count: number): readonly SampleCertificate[] {
  const cities = openCities(seed);
  const sources = {
    copy: copiesOf(seed, cities),
    seal: examplesOf('印鑑登録証明書', sealTemplate, sealExamples(seed, count + 2), cities),
    tax: examplesOf('課税・所得証明書', taxTemplate, taxExamples(seed, count + 2), cities),
  };
  const seal = sampleSeal();
  const pictures = { impression: impressionOf(18) };
  const made: SampleCertificate[] = [];
  while (made.length < count) {
    const kind = KINDS[made.length % KINDS.length] ?? 'copy';
    made.push(nextDrawable(sources[kind], { seal, tag: `sample-${made.length}`, pictures }));
  }
  return made;
}

function nextDrawable(wishes: Iterator<Wish>, attachments: Attachments): SampleCertificate {
  for (;;) {
    const { value, done } = wishes.next();
    if (done === true) throw new Error('the sample world is too small');
    const { title, template, model, fonts } = value;
    const list = layOut(template, model, attachments, (text, size, field) =>
      measure(fonts, text, size, field),
    );
    if (list.ok) return { title, list: list.value, fonts };
  }
}

type City = { readonly name: string; readonly fonts: FontSet; readonly people: SampleCity };

function openCities(seed: string): readonly City[] {
  const { cities } = generateWorld({ residents: RESIDENTS, seed, today: TODAY });
  return cities.map((people) => ({
    name: `北海道${people.municipality.name}`,
    fonts: openFonts(eudcFont(people.municipality)),
    people,
  }));
}

function* examplesOf(
  title: string,
  template: CompiledTemplate,
  models: readonly Model[],
  cities: readonly City[],
): Generator<Wish, undefined> {
  for (const [turn, model] of models.entries())
    for (const { fonts } of cities.slice(turn % cities.length, (turn % cities.length) + 1))
      yield { title, template, model, fonts };
}

function* copiesOf(seed: string, cities: readonly City[]): Generator<Wish, undefined> {
  const random = randomFor(`${seed}/certificates`);
  const template = unwrap(compileTemplate(residentRecordTemplateData));
  const towns = cities.map((city) => ({
    ...city,
    households: strangeFirst(random.shuffle(householdsOf(city.people))),
  }));
  for (let round = 0; towns.some(({ households }) => round < households.length); round += 1)
    for (const { name, fonts, households } of towns)
      for (const household of households.slice(round, round + 1)) {
        const model = unwrap(
          residentRecordCopy({
            municipalityName: name,
            ...subjectsOf(random, household, SCOPES[round % SCOPES.length]),
            options: CopyOption.options.filter(() => random.chance(0.6)),
            issuedOn: TODAY,
            head: { title: `${name}長`, name: '見本　一郎' },
            certificateNumber: `SAMPLE-${random.hex(12)}`,
          }),
        );
        if (random.chance(0.2))
          yield { title: '住民票記載事項証明書', template: itemsTemplate, model, fonts };
        else yield { title: '住民票の写し', template, model, fonts };
      }
}

/** The households whose people live there now, each in printed order. */
function householdsOf({ people }: SampleCity): ResidentRecord[][] {
  const records = people.flatMap(({ resident }) => {
    const change = unwrap(residentOf(ResidentRowV1.parse(resident)));
    return change.kind === 'resident' && change.fact.state === 'active' ? [change.fact] : [];
  });
  const households = Map.groupBy(records, ({ householdId }) => householdId);
  return [...households.values()].map((members) =>
    members.toSorted((a, b) => a.householdOrder - b.householdOrder),
  );
}

/** Characters of planes 2 and above, private-use ones and variation sequences. */
const RARE = /[\ue000-\uf8ff\u{20000}-\u{dffff}\u{f0000}-\u{10ffff}]|\p{Variation_Selector}/u;

/** The largest household, then those with rare characters, then the others. */
function strangeFirst(households: readonly ResidentRecord[][]): readonly ResidentRecord[][] {
  const most = Math.max(...households.map(({ length }) => length));
  const rank = (household: readonly ResidentRecord[]): number =>
    household.length === most ? 0 : RARE.test(JSON.stringify(household)) ? 1 : 2;
  return households.toSorted((a, b) => rank(a) - rank(b));
}

function subjectsOf(random: Random, household: readonly ResidentRecord[], scope: CopyScope = 'individual') {
  if (scope === 'household') return { scope, subjects: household };
  const size = scope === 'individual' ? 1 : random.integer(1, household.length);
  const chosen = new Set(random.shuffle(household).slice(0, size));
  return { scope, subjects: household.filter((member) => chosen.has(member)) };
}
