import { compileTemplate } from '../certificates/index.ts';
import { encodeSeal, isSeal, type SettingsStore } from '../changes/index.ts';
import { type OfficialSealFault, officialSealOf } from '../seal-images/index.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { KeptSeal, KeptTemplate, PlanFault } from './contract.ts';
import { fault } from './fault.ts';
import type { Material, Materials } from './standing.ts';

/** What a kept text is, judged as issuing will judge it. */
function materialOf(text: string): Material {
  const data = jsonOf(text);
  if (data === undefined) return { kind: 'other' };
  if (isSeal(data)) return { kind: 'seal' };
  const template = compileTemplate(data);
  return template.ok ? { kind: 'template', compiled: template.value } : { kind: 'other' };
}

export async function readMaterials(
  settings: Pick<SettingsStore, 'readBlob'>,
  digests: ReadonlySet<string>,
): Promise<Materials> {
  const read = [...digests].map(async (digest): Promise<[string, Material | undefined]> => {
    const text = await settings.readBlob(digest);
    return [digest, text === undefined ? undefined : materialOf(text)];
  });
  return new Map(await Promise.all(read));
}

/** An item of the table holds 400 KB. */
const MOST_BYTES = 380_000;

type Keeper = Pick<SettingsStore, 'putBlob'>;

/** Keeps a 公印 for plans to name. Errors: by field and rule of the file's format. */
export async function keepSeal(
  keeper: Keeper,
  file: Uint8Array,
): Promise<Result<KeptSeal, readonly PlanFault[]>> {
  const seal = officialSealOf(file);
  if (!seal.ok) return err([sealFault(seal.error)]);
  const { columns, rows, bits, ink } = seal.value;
  return ok({ sealDigest: await keeper.putBlob(encodeSeal({ columns, rows, bits, ink })), columns, rows });
}

const sealFault = (found: OfficialSealFault): PlanFault => ({
  field: `file ${found.field}`,
  rule: `${found.kind}:${found.rule}`,
  message:
    found.kind === 'seal'
      ? '公印は、白地に 1 色の BMP または PNG にしてください。'
      : '画像ファイルとして読めないか、対応していない形式です。',
});

/** Keeps a form for plans to name. Errors: everything that is wrong with it, by its path. */
export async function keepTemplate(
  keeper: Keeper,
  data: unknown,
): Promise<Result<KeptTemplate, readonly PlanFault[]>> {
  const compiled = compileTemplate(data);
  if (!compiled.ok)
    return err(compiled.error.map(({ at, detail }) => fault(`template.${at}`, 'not-a-template', detail)));
  const text = canonicalJson(data);
  if (Buffer.byteLength(text) > MOST_BYTES)
    return err([fault('template', 'not-a-template', `more than ${MOST_BYTES} bytes`)]);
  const { model, validFrom = null, validUntil = null } = compiled.value.template;
  return ok({ templateDigest: await keeper.putBlob(text), model, validFrom, validUntil });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
