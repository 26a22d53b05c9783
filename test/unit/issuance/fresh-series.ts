import { type FeedSeries, RowFeed } from '../../../functions/linkage/index.ts';
import { instantOf } from '../../../functions/shared/time.ts';

/** Every feed loaded by one full file that the core system made at that moment. */
export const freshSeries = (madeAt: number): FeedSeries[] =>
  RowFeed.options.map((feed) => ({
    feed,
    series: 'regular',
    failed: [],
    watermark: {
      epoch: 1,
      fileNumber: 1,
      number: 1,
      madeAt: instantOf(madeAt),
      appliedAt: instantOf(madeAt),
      gaps: [],
      full: { fileNumber: 1, madeAt: instantOf(madeAt) },
    },
  }));
