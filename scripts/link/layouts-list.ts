import { Feed, RowFeed } from '../../functions/linkage/index.ts';
import { columnsOf, LAYOUTS } from '../../functions/linkage/layouts/feeds.ts';
import { padded, widthOf } from './text-width.ts';

/** Every version of every feed's layout, and the feeds that have none. */
export function layoutsData() {
  const rows = RowFeed.options.flatMap((feed) =>
    Object.keys(LAYOUTS[feed]).map((version) => ({
      feed,
      layoutVersion: Number(version),
      columns: columnsOf(feed, Number(version)).map(({ column, format, required }) => ({
        column,
        format,
        required,
      })),
    })),
  );
  return { rows, files: Feed.options.filter((feed) => !RowFeed.options.some((rowFeed) => rowFeed === feed)) };
}

export function layoutsText(): string {
  const { rows, files } = layoutsData();
  const parts = rows.map(({ feed, layoutVersion, columns }) => {
    const width = Math.max(...columns.map(({ column }) => widthOf(column)));
    const lines = columns.map(
      ({ column, format, required }, index) =>
        `  ${String(index + 1).padStart(3)}  ${required ? '必須' : '    '}  ${padded(column, width)}  ${format}`,
    );
    return [`${feed}（第 ${layoutVersion} 版、${columns.length} 列）`, ...lines, ''].join('\n');
  });
  return `${parts.join('\n')}\n${files.map((feed) => `${feed}（CSV でない: EUDC.tte）\n`).join('')}`;
}
