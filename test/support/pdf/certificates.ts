import {
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
import { openFonts } from './fonts.ts';

/** A certificate ready to be drawn with the fonts of its city. */
export type SampleCertificate = { readonly list: DisplayList; readonly fonts: FontSet };

const TODAY = LocalDate.parse('2026-10-01');
/** Every matter that a certificate may meet occurs in each city, and few others. */
const RESIDENTS = 600;
/** In turn, so that the largest households come whole. */
const SCOPES: readonly CopyScope[] = ['household', 'partial', 'individual'];

/**
 * `count` different 住民票の写し of the sample world: its three cities in turn, those with many people or rare characters
 * first, every scope, options by chance. Those that are refused (a character without a glyph, a text without room) are
 * passed over.
 */
export function sampleCertificates(seed: string, count: number): readonly SampleCertificate[] {
  const random = randomFor(`${seed}/certificates`);
  const { cities } = generateWorld({ residents: RESIDENTS, seed, today: TODAY });
  const template = unwrap(compileTemplate(residentRecordTemplateData));
  const seal = sampleSeal();
  const towns = cities.map((city) => ({
    name: `北海道${city.municipality.name}`,
    fonts: openFonts(eudcFont(city.municipality)),
    households: strangeFirst(random.shuffle(householdsOf(city))),
  }));
  const made: SampleCertificate[] = [];
  for (let turn = 0; made.length < count; turn += 1) {
    const town = towns[turn % towns.length];
    const household = town?.households[Math.floor(turn / towns.length)];
    if (town === undefined || household === undefined) throw new Error('the sample world is too small');
    const { fonts } = town;
    const copy = unwrap(
      residentRecordCopy({
        municipalityName: town.name,
        ...subjectsOf(random, household, SCOPES[Math.floor(turn / towns.length) % SCOPES.length]),
        options: CopyOption.options.filter(() => random.chance(0.6)),
        issuedOn: TODAY,
        head: { title: `${town.name}長`, name: '見本　一郎' },
        certificateNumber: `SAMPLE-${random.hex(12)}`,
      }),
    );
    const list = layOut(template, copy, { seal, tag: `sample-${made.length}` }, (text, size, field) =>
      measure(fonts, text, size, field),
    );
    if (list.ok) made.push({ list: list.value, fonts });
  }
  return made;
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
