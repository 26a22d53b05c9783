import type { ModelField } from '../model-fields.ts';
import type { CertificateTemplate } from './template.ts';

/** What is wrong with a template; `at` is a path in it, `detail` for whoever wrote it. */
export type TemplateFault = { readonly at: string; readonly detail: string };

export type Check = {
  readonly template: CertificateTemplate;
  readonly fields: ReadonlyMap<string, ModelField>;
  readonly report: (at: string, detail: string) => void;
  /** Texts of the model that have a place. */
  readonly printed: Set<string>;
};

export function bindText({ fields, report, printed }: Check, at: string, path: string): void {
  if (fields.get(path)?.kind !== 'text') report(at, `no text ${path}`);
  printed.add(path);
}

/** `body.blocks[1].gap`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
