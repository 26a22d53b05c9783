import { ImpressionRules, impressionOf } from '../../../functions/seal-images/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import {
  cityOf,
  expectedFrames,
  expectedMembers,
  type PaperWish,
  todayInWareki,
} from '../../support/expected-paper.ts';
import {
  amountsIn,
  expectedAmounts,
  expectedSealTexts,
  expectedTaxTexts,
  type FilePicture,
  picturesOf,
} from '../../support/own-papers.ts';
import { runsOf } from '../../support/paper.ts';
import { headed, IMPRESSIONS, type Person } from './people.ts';

/** A finished PDF as pdf.js reads it, and its pictures as pdf-lib does: neither is the gate's reader. */
export type ReadPaper = {
  /** Runs of text in the order of drawing, page by page. */
  readonly pages: readonly (readonly string[])[];
  readonly pictures: readonly FilePicture[];
};

export async function readPaper(pdf: Uint8Array, withPictures: boolean): Promise<ReadPaper> {
  return { pages: await runsOf(pdf), pictures: withPictures ? await picturesOf(pdf) : [] };
}

const textsOf = ({ pages }: ReadPaper): readonly string[] => pages.map((runs) => runs.join(''));

/** 住民票の写し: every character of every page is the rows'. */
export function isCopyOf(paper: ReadPaper, wish: PaperWish): boolean {
  const pages = textsOf(paper);
  const frames = expectedFrames(wish, pages.length);
  const areFramed = pages.every((page, index) => page.startsWith(frames[index] ?? '\0'));
  const members = pages.map((page, index) => page.slice(frames[index]?.length)).join('');
  return areFramed && members === expectedMembers(wish);
}

const SAMPLES: ReadonlyMap<string, Uint8Array> = new Map(
  IMPRESSIONS.map((text) => {
    const { image } = unwrap(impressionOf(Buffer.from(text, 'base64'), ImpressionRules.parse({ dpi: 300 })));
    return [text, 'bits' in image ? image.bits : image.samples];
  }),
);

/** 印鑑登録証明書: the row's words, and the row's impression beside the city's seal and no other picture. */
export function isSealOf(paper: ReadPaper, municipality: string, { resident, seal }: Person): boolean {
  const [text = '', ...more] = textsOf(paper);
  const { name, head, printsSex } = cityOf(municipality);
  const words = expectedSealTexts(headed('resident', resident), headed('seal', seal), printsSex);
  const samples = SAMPLES.get(seal['impression'] ?? '');
  if (samples === undefined || more.length > 0) return false;
  const own = paper.pictures.filter((picture) => picture.samples.equals(samples));
  const says = [...words, todayInWareki(), `${name}長`, head].every((word) => text.includes(word));
  return says && own.length === 1 && paper.pictures.length === 2;
}

/** 課税・所得証明書: the row's words, and of numbers exactly the row's. */
export function isTaxOf(paper: ReadPaper, municipality: string, { tax }: Person): boolean {
  const row = headed('tax', tax);
  const text = textsOf(paper).join('');
  const { name, head } = cityOf(municipality);
  const words = [...expectedTaxTexts(row), todayInWareki(), `${name}長`, head];
  const amounts = amountsIn(paper.pages.flat());
  return (
    words.every((word) => text.includes(word)) &&
    JSON.stringify(amounts) === JSON.stringify(expectedAmounts(row))
  );
}

/** Whom a paper of the koseki system is about, as its text says it: 名 and 生年月日 of each, in their order. */
export function shownIn(paper: ReadPaper): { readonly text: string; readonly people: readonly string[] } {
  const text = textsOf(paper).join('').replace(/\s/g, '');
  const people = [...text.matchAll(/【名】(.*?)【生年月日】(.*?)【/g)].map(
    ([, name, birth]) => `${name} ${birth}`,
  );
  return { text, people };
}
