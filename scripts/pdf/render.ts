import { basename } from 'node:path';
import { type Attachments, asPreview, type CompiledTemplate } from '../../functions/certificates/index.ts';
import { CERTIFICATE_MODELS } from '../../functions/certificates/models.ts';
import { ImpressionRules, impressionOf } from '../../functions/seal-images/index.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import type { RenderCommand } from './arguments.ts';
import { type CityFonts, openCityFonts } from './city-fonts.ts';
import { bytesOf, Failure, jsonOf, save } from './failure.ts';
import { type Outcome, obstacleLines, packsOf } from './report.ts';
import { sampleAttachments } from './sample-attachments.ts';
import { type Obstacle, setCertificate } from './set-certificate.ts';
import { openTemplate } from './templates.ts';

const MAX_DATA_BYTES = 4 * 1024 * 1024;
const MAX_PICTURE_BYTES = 64 * 1024 * 1024;
/** The model of a template in a file; what it breaks is named by its path. */
async function openModel(file: string, { template }: CompiledTemplate) {
  const data = await jsonOf(file, MAX_DATA_BYTES);
  const parsed = CERTIFICATE_MODELS[template.model]?.schema.safeParse(data, { error: ruleOf });
  if (parsed?.success) return parsed.data as Readonly<Record<string, unknown>>;
  const faults = (parsed?.error.issues ?? []).map(({ path, message }) => `  ${pathText(path)}: ${message}`);
  throw new Failure(
    `${basename(file)} は様式 ${template.id} のデータではありません。\n${faults.join('\n')}`,
    2,
  );
}

/** Rules in words that never repeat a value of the data. */
function ruleOf({ code, ...issue }: { readonly code?: string; readonly [key: string]: unknown }): string {
  switch (code) {
    case 'invalid_type':
      return issue['input'] === undefined ? '必要です' : `${String(issue['expected'])} ではありません`;
    case 'unrecognized_keys':
      return `知らない項目です（${String(issue['keys'])}）`;
    case 'invalid_value':
      return `次のどれかです: ${String(issue['values'])}`;
    case 'too_small':
      return `短すぎるか、足りません（${String(issue['minimum'])} から）`;
    case 'too_big':
      return `長すぎるか、多すぎます（${String(issue['maximum'])} まで）`;
    case 'invalid_format':
      return '書き方が違います';
    default:
      return '正しくありません';
  }
}

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '') || '（全体）';

async function pictureOf(file: string) {
  const rules = ImpressionRules.parse({ dpi: 600, maximumMillimetres: 50, canvasMillimetres: 100 });
  const picture = impressionOf(await bytesOf(file, MAX_PICTURE_BYTES), rules);
  if (picture.ok) return picture.value;
  throw new Failure(`${file} は印として使えません（${picture.error.kind}: ${picture.error.rule}）。`, 2);
}

async function attachmentsOf({ kind, seal, impression }: RenderCommand): Promise<Attachments> {
  const sample = sampleAttachments();
  const official = seal === undefined ? sample.seal : (await pictureOf(seal)).image;
  if (impression === undefined) return { seal: official, pictures: sample.pictures, tag: kind };
  const { image, widthPt: width, heightPt: height } = await pictureOf(impression);
  return { seal: official, pictures: { impression: { image, width, height } }, tag: kind };
}

const refusal = (obstacles: readonly Obstacle[]): Outcome => ({
  text: ['証明書を作れません。', ...obstacleLines(obstacles)].join('\n'),
  data: { outcome: 'refused', obstacles },
});

/** `render` and `preview`. Refused: everything that cannot be drawn, by field; nothing is written then. */
export async function render(
  command: RenderCommand,
  say: (message: string) => void,
): Promise<Result<Outcome, Outcome>> {
  const template = await openTemplate(command.template);
  const model = await openModel(command.data, template);
  const attachments = await attachmentsOf(command);
  const fonts = await openCityFonts(command, say);
  const finish = command.kind === 'preview' ? asPreview : undefined;
  const set = setCertificate(template, model, attachments, fonts.set, command.drawing, finish);
  if (!set.ok) return err(refusal(set.error));
  await save(command.out, set.value.bytes);
  return ok(drawn(command, template, fonts, set.value));
}

function drawn(
  { kind, out }: RenderCommand,
  { template }: CompiledTemplate,
  fonts: CityFonts,
  { bytes, pages }: { readonly bytes: Uint8Array; readonly pages: number },
): Outcome {
  const data = {
    outcome: kind === 'preview' ? 'previewed' : 'rendered',
    template: { id: template.id, version: template.version },
    file: out,
    pages,
    bytes: bytes.length,
    sha256: sha256Hex(bytes),
    packs: packsOf(fonts),
  };
  const size = `${pages} ページ、${bytes.length.toLocaleString('ja')} バイト`;
  return {
    text: [
      `${out} を書きました（${template.id} 第 ${template.version} 版、${size}）。`,
      `SHA-256 ${data.sha256}`,
      ...data.packs.map(({ font, version, sha256 }) => `字形パック ${font} Ver.${version} ${sha256}`),
    ].join('\n'),
    data,
  };
}
