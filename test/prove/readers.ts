import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DisplayList, drawByPdfLib, drawPdf, type FontSet } from '../../functions/pdf/index.ts';
import { type Result, unwrap } from '../../functions/shared/result.ts';
import { ensurePacks } from '../../scripts/local/packs.ts';
import { eudcFont } from '../../simulator/sample/eudc-font.ts';
import { drawnCodes, MUNICIPALITIES } from '../../simulator/sample/municipalities.ts';
import { sampleCertificates } from '../support/pdf/certificates.ts';
import { openFonts } from '../support/pdf/fonts.ts';
import { openTextReaders, type TextReader, textFaults, textsOf } from '../support/pdf/text-readers.ts';
import { listOf } from '../unit/pdf/fixtures.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';
import { POPPLER, POPPLER_BLANKS, popplerFontFault, popplerPages } from './readers/poppler.ts';
import { findVeraPdf, runTool, validate, versionOf } from './readers/tools.ts';

/** Readers of other makes read what is drawn as it was given, and find no fault with the files. */
export const readers: Proof = {
  name: 'readers',
  summary:
    'Certificates as pdf.js, PDFium, mupdf and poppler read them, and as qpdf and veraPDF (2u) judge them',
  needsSystem: false,
  count: 100,
  slice: 3,
  run: proveReaders,
};

type Document = { readonly title: string; readonly list: DisplayList; readonly fonts: FontSet };
type Drawn = Document & { readonly path: string; readonly pdf: Uint8Array };
type Bench = ProofOptions & { readonly folder: string; readonly tally: ReturnType<typeof tally> };

async function proveReaders(options: ProofOptions): Promise<ProofReport> {
  await ensurePacks(options.say);
  const folder = await mkdtemp(join(tmpdir(), 'kofu-readers-'));
  const bench: Bench = { ...options, folder, tally: tally() };
  const { tally: outcomes, seed, count, say } = bench;
  try {
    const files: Drawn[] = [];
    for (const document of documentsOf(seed, count)) files.push(...(await drawnWays(bench, document)));
    say(`${files.length} files of ${count} certificates and ${MUNICIPALITIES.length} sheets of 外字`);
    for (const reader of await openTextReaders()) await proveText(bench, reader, files);
    for (const prove of [provePoppler, proveQpdf, proveVeraPdf]) {
      const missing = await prove(bench, files);
      if (missing !== undefined) outcomes.fail(missing);
    }
    return outcomes.report();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Certificates of the sample world, and for each city a sheet of all characters of its own font. */
function documentsOf(seed: string, count: number): readonly Document[] {
  const certificates = sampleCertificates(seed, count).map(
    ({ title, list, fonts }, index): Document => ({ title: `${title} ${index + 1}`, list, fonts }),
  );
  const sheets = MUNICIPALITIES.map((city): Document => {
    const lines = drawnCodes(city).map((code) => `外字${String.fromCodePoint(code)}`);
    return { title: `外字 ${city.name}`, list: listOf(lines), fonts: openFonts(eudcFont(city)) };
  });
  return [...certificates, ...sheets];
}

/** A document in every way in which it can be written. */
async function drawnWays({ folder }: Bench, { title, list, fonts }: Document): Promise<readonly Drawn[]> {
  const ways: readonly (readonly [string, Result<Uint8Array, unknown>])[] = [
    ['fast', drawPdf(list, fonts, { size: 'fast' })],
    ['compact', drawPdf(list, fonts, { size: 'compact' })],
    ['by pdf-lib', await drawByPdfLib(list, fonts)],
  ];
  const files: Drawn[] = [];
  for (const [way, result] of ways) {
    const pdf = unwrap(result);
    const path = join(folder, `${title} ${way}.pdf`.replaceAll(' ', '-'));
    await writeFile(path, pdf);
    files.push({ title: `${title}, ${way}`, list, fonts, pdf, path });
  }
  return files;
}

async function proveText(
  { tally: { pass, fail, note } }: Bench,
  reader: TextReader,
  files: readonly Drawn[],
) {
  for (const { title, list, pdf } of files) {
    const faults = textFaults(reader, textsOf(list), await reader.read(pdf));
    for (const fault of faults) fail(`${reader.name}, ${title}: ${fault}`);
    if (faults.length === 0) pass();
  }
  note(`${reader.name}: the text of ${files.length} files`);
}

/** @returns a sentence where poppler is missing */
async function provePoppler(
  { folder, tally: { check, pass, fail, note } }: Bench,
  files: readonly Drawn[],
): Promise<string | undefined> {
  const versions = [await versionOf('pdftotext'), await versionOf('pdffonts')] as const;
  for (const version of versions) if (!version.ok) return version.error;
  for (const { title, list, path } of files) {
    const pages = unwrap(await popplerPages(path));
    const faults = textFaults(POPPLER, textsOf(list), pages);
    for (const fault of faults) fail(`poppler, ${title}: ${fault}`);
    if (faults.length === 0) pass();
    const fontFault = unwrap(await popplerFontFault(path, fontsIn(list)));
    check(fontFault === undefined, `poppler, ${title}: ${fontFault}`);
  }
  const fonts = openFonts();
  for (const [line, gives] of POPPLER_BLANKS) {
    const path = join(folder, 'blanks.pdf');
    await writeFile(path, unwrap(drawPdf(listOf([line]), fonts)));
    const given = unwrap(await popplerPages(path)).join('');
    check(given === gives, `poppler gives ${JSON.stringify(line)} as ${JSON.stringify(given)}`);
  }
  note(`${unwrap(versions[0])}: text and fonts of ${files.length} files`);
  return undefined;
}

/** How many fonts the characters of a list need: the base font, and a city's own. */
function fontsIn(list: DisplayList): number {
  const texts = textsOf(list).join('');
  const own = /[\ue000-\uf8ff\u{f0000}-\u{fffff}]/u;
  return (own.test(texts) ? 1 : 0) + ([...texts].some((character) => !own.test(character)) ? 1 : 0);
}

/** @returns a sentence where qpdf is missing */
async function proveQpdf(
  { tally: { check, note } }: Bench,
  files: readonly Drawn[],
): Promise<string | undefined> {
  const version = await versionOf('qpdf');
  if (!version.ok) return version.error;
  for (const { title, path } of files) {
    const { code, stderr } = unwrap(await runTool('qpdf', ['--check', path]));
    check(code === 0 && stderr === '', `qpdf, ${title}: exit code ${code} ${stderr.trim().split('\n')[0]}`);
  }
  note(`${version.value}: --check of ${files.length} files`);
  return undefined;
}

/** @returns a sentence where Java or veraPDF is missing */
async function proveVeraPdf(
  { tally: { check, note }, say }: Bench,
  files: readonly Drawn[],
): Promise<string | undefined> {
  const java = await versionOf('java');
  if (!java.ok) return java.error;
  const jar = await findVeraPdf();
  if (!jar.ok) return jar.error;
  say(`veraPDF on ${java.value}`);
  const faults = unwrap(
    await validate(
      jar.value,
      files.map(({ path }) => path),
    ),
  );
  for (const { title, path } of files) check(!faults.has(path), `veraPDF, ${title}: ${faults.get(path)}`);
  note(`veraPDF: 2u of ${files.length} files`);
  return undefined;
}
