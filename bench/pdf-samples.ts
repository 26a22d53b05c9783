import { openSync } from 'node:fs';
import { join } from 'node:path';
import fontManifest from '../fonts/manifest.json' with { type: 'json' };
import {
  CertificateTemplate,
  compileTemplate,
  layOut,
  residentRecordCopy,
  residentRecordTemplateData,
  sampleSeal,
} from '../functions/certificates/index.ts';
import { type FontSet, measure, openTrueType, sourceFromDescriptor } from '../functions/pdf/index.ts';
import { ResidentRecord } from '../functions/registry/index.ts';
import { unwrap } from '../functions/shared/result.ts';
import { LocalDate } from '../functions/shared/time.ts';
import { CACHE } from '../scripts/local/places.ts';
import { randomFor } from '../simulator/sample/random.ts';

const NAMES = '佐藤鈴木高橋田中伊渡辺山本村小林加吉井松上野原清水森池阿部石前後岡長谷川近坂遠青福太西三中島';
const PLACES = '北海道室蘭登別伊達幸海岸中央輪西母恋鷲白鳥台宮の森高砂東港祝津絵鞆';

/** Display lists of individual copies of made-up people, all different. */
export function pdfSamples(count: number) {
  const [entry] = fontManifest.fonts;
  if (entry === undefined) throw new Error('the font manifest is empty');
  const source = sourceFromDescriptor(openSync(join(CACHE, 'fonts', entry.file), 'r'));
  const fonts: FontSet = { base: unwrap(openTrueType(source, { id: entry.sha256 })) };
  const template = unwrap(compileTemplate(CertificateTemplate.parse(residentRecordTemplateData)));
  const seal = sampleSeal();
  const random = randomFor('bench/pdf');
  const letters = (from: string, length: number): string =>
    Array.from({ length }, () => random.pick([...from])).join('');
  const lists = Array.from({ length: count }, (_, index) => {
    const fullName = `${letters(NAMES, 2)}　${letters(NAMES, 2)}`;
    const model = unwrap(
      residentRecordCopy({
        municipalityName: '見本市',
        subjects: [
          ResidentRecord.parse({
            personId: String(index).padStart(15, '0'),
            householdId: '000000000000001',
            householdOrder: 1,
            state: 'active',
            transferPending: false,
            changeUnsettled: false,
            isForeign: false,
            fullName,
            dateOfBirth: {
              text: `昭和${random.integer(20, 63)}年${random.integer(1, 12)}月${random.integer(1, 28)}日`,
            },
            sex: random.pick(['男', '女']),
            address: `北海道${letters(PLACES, 6)}町${random.integer(1, 99)}番${random.integer(1, 30)}号`,
            previousAddress: `北海道${letters(PLACES, 6)}町${random.integer(1, 99)}番地`,
            becameResidentOn: { text: '平成14年4月1日' },
            addressFixedOn: { text: '令和2年5月1日' },
            notifiedOn: { text: '令和2年5月7日' },
            headOfHousehold: fullName,
            relationshipToHead: '世帯主',
            registeredDomicile: `北海道${letters(PLACES, 4)}町${random.integer(1, 99)}番`,
            familyRegisterHead: fullName,
          }),
        ],
        scope: 'individual',
        options: ['relationship', 'domicile'],
        issuedOn: LocalDate.parse('2026-11-23'),
        head: { title: '見本市長', name: '見本　一郎' },
        certificateNumber: `0190-${index}`,
      }),
    );
    const materials = { seal, tag: `tag-${index}` };
    return unwrap(
      layOut(template, model, materials, (text, size, field) => measure(fonts, text, size, field)),
    );
  });
  return { lists, fonts };
}
