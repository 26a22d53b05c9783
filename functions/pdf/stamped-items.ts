import type { Frame, Rule, Stamping, TextRun } from './display-list.ts';
import { rounded } from './draw/pdf-number.ts';

const sum = (a: number, b: number): number => rounded(a + b);

function moved(item: TextRun | Rule | Frame, x: number, y: number): TextRun | Rule | Frame {
  if (item.kind !== 'rule') return { ...item, x: sum(item.x, x), y: sum(item.y, y) };
  const { x1, y1, x2, y2 } = item;
  return { ...item, x1: sum(x1, x), y1: sum(y1, y), x2: sum(x2, x), y2: sum(y2, y) };
}

/** The items of a stamp where it has been put down. */
export const stampedItems = ({ stamp, x, y }: Stamping): readonly (TextRun | Rule | Frame)[] =>
  stamp.items.map((item) => moved(item, x, y));
