import { type FileName, formatFileName, seriesOf } from '../../functions/linkage/index.ts';

/** Numbers of one series that no file, or more than one file, has among those given. */
export type SeriesNotice = Pick<FileName, 'municipality' | 'feed' | 'epoch'> & {
  readonly series: ReturnType<typeof seriesOf>;
} & (
    | { readonly kind: 'gap'; readonly from: number; readonly to: number }
    | { readonly kind: 'twice'; readonly number: number; readonly names: readonly string[] }
  );

/** Between the first and the last number of each series; what comes before and after was sent at other times. */
export function seriesNotices(names: readonly FileName[]): readonly SeriesNotice[] {
  const bySeries = Map.groupBy(names, (name) =>
    [name.municipality, name.feed, seriesOf(name), name.epoch].join('/'),
  );
  return [...bySeries.values()].flatMap((files) => {
    const [first] = files;
    if (first === undefined) return [];
    const { municipality, feed, epoch } = first;
    const place = { municipality, feed, epoch, series: seriesOf(first) };
    const byNumber = Map.groupBy(files, ({ fileNumber }) => fileNumber);
    const numbers = [...byNumber.keys()].sort((a, b) => a - b);
    const notices: SeriesNotice[] = [];
    for (const [index, number] of numbers.entries()) {
      const before = numbers[index - 1];
      if (before !== undefined && number > before + 1) {
        notices.push({ ...place, kind: 'gap', from: before + 1, to: number - 1 });
      }
      const same = [...new Set(byNumber.get(number)?.map(formatFileName))];
      if (same.length > 1) notices.push({ ...place, kind: 'twice', number, names: same });
    }
    return notices;
  });
}
