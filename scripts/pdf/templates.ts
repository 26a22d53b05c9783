import * as certificates from '../../functions/certificates/index.ts';
import {
  CertificateTemplate,
  type CompiledTemplate,
  compileTemplate,
} from '../../functions/certificates/index.ts';
import { Failure, jsonOf } from './failure.ts';

const MAX_TEMPLATE_BYTES = 4 * 1024 * 1024;

/** Every template that comes with the project, as data, by id and version. */
export function builtInTemplates(): readonly CertificateTemplate[] {
  const found = Object.values(certificates).flatMap((value: unknown) => {
    const parsed = typeof value === 'object' ? CertificateTemplate.safeParse(value) : undefined;
    return parsed?.success ? [parsed.data] : [];
  });
  return found.sort((a, b) => (a.id === b.id ? a.version - b.version : a.id < b.id ? -1 : 1));
}

/** The newest version of a built-in template, or the template of a JSON file (`….json`). */
export async function openTemplate(name: string): Promise<CompiledTemplate> {
  const data = name.endsWith('.json')
    ? await jsonOf(name, MAX_TEMPLATE_BYTES)
    : builtInTemplates().findLast(({ id }) => id === name);
  if (data === undefined) {
    const known = [...new Set(builtInTemplates().map(({ id }) => id))].join('、');
    throw new Failure(`「${name}」という様式はありません（${known}、または様式の .json ファイル）。`, 2);
  }
  const compiled = compileTemplate(data);
  if (compiled.ok) return compiled.value;
  const faults = compiled.error.map(({ at, detail }) => `  ${at}: ${detail}`);
  throw new Failure(`様式 ${name} は正しくありません。\n${faults.join('\n')}`, 2);
}
