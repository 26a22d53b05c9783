import type { DisplayItem, DisplayList } from '../../pdf/index.ts';
import { TEMPLATE_FIELD } from '../compile/form.ts';
import { rounded } from '../compile/static-text.ts';
import { sampleSeal } from './sample-seal.ts';

const MARK = '見本';
const GREY = 0.85;
/** Part of the page's width that the mark takes. */
const SHARE = 0.8;

/**
 * The same pages as a preview: 「見本」 large and grey below everything of each page, the sample seal instead of 公印,
 * and the title says so too. The release gate accepts nothing of this.
 */
export function asPreview(list: DisplayList): DisplayList {
  const seal = sampleSeal();
  return {
    ...list,
    title: `${MARK}　${list.title}`,
    pages: list.pages.map((page) => ({
      ...page,
      items: [
        mark(page.width, page.height),
        ...page.items.map((item) =>
          item.kind === 'picture' && item.field === 'seal' ? { ...item, image: seal } : item,
        ),
      ],
    })),
  };
}

function mark(width: number, height: number): DisplayItem {
  const size = rounded((width * SHARE) / MARK.length);
  const x = rounded((width * (1 - SHARE)) / 2);
  return {
    kind: 'text',
    x,
    y: rounded(height / 2 - 0.38 * size),
    size,
    grey: GREY,
    text: MARK,
    field: TEMPLATE_FIELD,
  };
}
