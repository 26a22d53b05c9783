import {
  CertificateTemplate,
  compileTemplate,
  layOut,
  residentRecordCopy,
  residentRecordTemplateData,
  sampleSeal,
} from '../../functions/certificates/index.ts';
import { type DisplayList, encodeImage, type TextRun } from '../../functions/pdf/index.ts';
import { ok, unwrap } from '../../functions/shared/result.ts';
import { LocalDate } from '../../functions/shared/time.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import { charactersOf } from './characters.ts';
import { CITY, outlineFonts, widthOf } from './fonts.ts';
import { inventHousehold } from './households.ts';

/** The certificates of one run: the same seed gives the same ones in every process. */
export type Workload = {
  readonly seed: string;
  /** 住民票の写し of a household of four with every option: one page, about 190 different keys. */
  readonly certificate: (index: number) => DisplayList;
  /** The copy of a single person without options: so few keys that a subset of the font is small. */
  readonly sparse: DisplayList;
  /** Characters, each beside a sequence that has the very same outline: only their keys tell them apart. */
  readonly twins: DisplayList;
  /** A certificate with one more run, `MISSING`: a sequence that the font does not have, though it has the character. */
  readonly missing: DisplayList;
};

/** U+845B U+E0100, which belongs to another collection than the font's; the place is free on every certificate. */
export const MISSING = { text: '葛\u{e0100}', x: 60, y: 96, size: 12 } as const;

const MEMBERS = 4;
const TWINS = 30;

export function workloadOf(seed: string): Workload {
  const fonts = outlineFonts();
  const characters = charactersOf(fonts);
  const template = unwrap(compileTemplate(CertificateTemplate.parse(residentRecordTemplateData)));
  const seal = encodeImage(sampleSeal());
  const make = (label: string, members: number): DisplayList => {
    const random = randomFor(`bench/pdf/${seed}/${label}`);
    const model = unwrap(
      residentRecordCopy({
        municipalityName: CITY.name,
        subjects: inventHousehold({ random, characters }, members),
        scope: members === 1 ? 'individual' : 'household',
        options: members === 1 ? [] : ['relationship', 'domicile', 'residency'],
        issuedOn: LocalDate.parse(`2026-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`),
        head: { title: `${CITY.name}長`, name: '見本　一郎' },
        certificateNumber: `${random.hex(8)}-${random.hex(4)}-${random.hex(4)}`,
      }),
    );
    const attachments = { seal, tag: random.hex(32) };
    const list = unwrap(layOut(template, model, attachments, (text, size) => ok(widthOf(fonts, text, size))));
    // what is compared is a page: the engines' own ways with several pages are not
    if (list.pages.length !== 1) throw new Error(`the certificate ${label} has ${list.pages.length} pages`);
    return list;
  };
  const certificate = (index: number): DisplayList => make(`certificate/${index}`, MEMBERS);
  const text = (run: Omit<TextRun, 'kind' | 'field'>): TextRun => ({ ...run, kind: 'text', field: 'extra' });
  const first = certificate(0);
  const sparse = make('sparse', 1);
  const twins = characters.twins(randomFor(`bench/pdf/${seed}/twins`), TWINS);
  return {
    seed,
    certificate,
    sparse,
    twins: {
      title: sparse.title,
      tag: sparse.tag,
      pages: sparse.pages.map(({ width, height }) => ({
        width,
        height,
        items: twins.map((pair, index) => text({ text: pair, x: 60, y: 800 - index * 16, size: 12 })),
      })),
    },
    missing: {
      ...first,
      pages: first.pages.map((page) => ({ ...page, items: [...page.items, text(MISSING)] })),
    },
  };
}

const two = (number: number): string => String(number).padStart(2, '0');
