import { err, ok, type Result } from '../shared/result.ts';
import type { DisplayPage, Frame, Picture, Rule, TextRun } from './display-list.ts';
import type { DrawFault } from './draw-fault.ts';
import type { GlyphCollector } from './glyph-collector.ts';
import { keysOf } from './keys.ts';
import { pdfNumber } from './pdf-number.ts';

/** Names a picture's image in the page's resources; equal images get one name. */
export type NameImage = (picture: Picture) => string;

/** How far beyond the edge, in points, the sum of rounded advances may lead a text that fits. */
const edgeTolerance = 0.05;

/** The graphics state as the operators so far have left it, so that only changes are written. */
type Pen = {
  readonly out: string[];
  inText: boolean;
  font: string;
  stretch: string;
  fill: string;
  stroke: string;
  width: string;
};

function leaveText(pen: Pen): void {
  if (pen.inText) pen.out.push('ET');
  pen.inText = false;
}

function setFill(pen: Pen, grey: number): void {
  const fill = pdfNumber(grey);
  if (pen.fill !== fill) pen.out.push(`${fill} g`);
  pen.fill = fill;
}

function setLine(pen: Pen, lineWidth: number, grey: number): void {
  const width = pdfNumber(lineWidth);
  const stroke = pdfNumber(grey);
  if (pen.width !== width) pen.out.push(`${width} w`);
  if (pen.stroke !== stroke) pen.out.push(`${stroke} G`);
  pen.width = width;
  pen.stroke = stroke;
}

/** Writes a run as one `Tm` and one `Tj` per stretch of equal font. Answers the text's right end. */
function drawText(pen: Pen, run: TextRun, glyphs: GlyphCollector): Result<number, DrawFault> {
  const keys = keysOf(run.text);
  if (!keys.ok) return err({ kind: 'bad-text', field: run.field, fault: keys.error });
  if (keys.value.length === 0) return ok(run.x);
  if (!pen.inText) {
    leaveText(pen);
    setFill(pen, 0);
    pen.out.push('BT');
    pen.inText = true;
  }
  const stretch = pdfNumber((run.stretch ?? 1) * 100);
  if (pen.stretch !== stretch) pen.out.push(`${stretch} Tz`);
  pen.stretch = stretch;
  pen.out.push(`1 0 0 1 ${pdfNumber(run.x)} ${pdfNumber(run.y)} Tm`);
  let codes = '';
  let ems = 0;
  const size = pdfNumber(run.size);
  for (const key of keys.value) {
    const glyph = glyphs.place(key, run.field);
    if (glyph === undefined) continue;
    const font = `/${glyph.used.name} ${size} Tf`;
    if (pen.font !== font) {
      if (codes !== '') pen.out.push(`<${codes}> Tj`);
      codes = '';
      pen.out.push(font);
      pen.font = font;
    }
    codes += glyph.code;
    ems += glyph.advance;
  }
  if (codes !== '') pen.out.push(`<${codes}> Tj`);
  return ok(run.x + ems * run.size * (run.stretch ?? 1));
}

function drawRule(pen: Pen, rule: Rule): void {
  setLine(pen, rule.width, rule.grey ?? 0);
  const from = `${pdfNumber(rule.x1)} ${pdfNumber(rule.y1)} m`;
  pen.out.push(`${from} ${pdfNumber(rule.x2)} ${pdfNumber(rule.y2)} l S`);
}

function drawFrame(pen: Pen, frame: Frame): void {
  const lined = frame.lineWidth > 0;
  if (frame.fill !== undefined) setFill(pen, frame.fill);
  if (lined) setLine(pen, frame.lineWidth, frame.grey ?? 0);
  const paint = frame.fill === undefined ? 'S' : lined ? 'B' : 'f';
  const corner = `${pdfNumber(frame.x)} ${pdfNumber(frame.y)}`;
  pen.out.push(`${corner} ${pdfNumber(frame.width)} ${pdfNumber(frame.height)} re ${paint}`);
}

function drawPicture(pen: Pen, picture: Picture, name: string): void {
  const ink = picture.image.ink.map(pdfNumber).join(' ');
  const size = `${pdfNumber(picture.width)} 0 0 ${pdfNumber(picture.height)}`;
  pen.out.push(`q ${ink} rg ${size} ${pdfNumber(picture.x)} ${pdfNumber(picture.y)} cm /${name} Do Q`);
}

/**
 * The operators of one page, one to a line, in the order of its items. Missing glyphs are left to the collector,
 * so that the rest of the document can still be searched for more of them.
 */
export function pageContent(
  page: DisplayPage,
  index: number,
  glyphs: GlyphCollector,
  nameImage: NameImage,
): Result<string, DrawFault> {
  const pen: Pen = { out: [], inText: false, font: '', stretch: '100', fill: '0', stroke: '0', width: '1' };
  for (const [item, drawn] of page.items.entries()) {
    if (drawn.kind === 'text') {
      const end = drawText(pen, drawn, glyphs);
      if (!end.ok) return end;
      const fits =
        drawn.x >= 0 && end.value <= page.width + edgeTolerance && drawn.y >= 0 && drawn.y <= page.height;
      if (!fits) return err({ kind: 'bad-list', fault: 'off-page', page: index, item, field: drawn.field });
      continue;
    }
    leaveText(pen);
    if (drawn.kind === 'rule') drawRule(pen, drawn);
    else if (drawn.kind === 'frame') drawFrame(pen, drawn);
    else drawPicture(pen, drawn, nameImage(drawn));
  }
  leaveText(pen);
  return ok(`${pen.out.join('\n')}\n`);
}
