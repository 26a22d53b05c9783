import { flattened } from '../../functions/certificates/index.ts';
import type { DisplayItem, DisplayList } from '../../functions/pdf/index.ts';
import type { FlatPage } from './flat-page.ts';

/** The same certificate for everybody, made before the clock starts. */
export type BenchDocument = { readonly list: DisplayList; readonly page: FlatPage };

/** What an engine is given: the display list, the same without a form, or the page with everything in place. */
export type DocumentForm = 'list' | 'flat-list' | 'page';

/** A document as it goes to an engine's process; of a list the seal and the form, which are everybody's, stay behind. */
export function packDocument({ list, page }: BenchDocument, form: DocumentForm): unknown {
  if (form === 'page') return page;
  const { form: template, ...whole } = form === 'list' ? list : flattened(list);
  const packed = (item: DisplayItem) => (item.kind === 'picture' ? { ...item, image: null } : item);
  return {
    ...whole,
    form: template === undefined ? null : true,
    pages: whole.pages.map((each) => ({ ...each, items: each.items.map(packed) })),
  };
}
