import { integerColumn } from './column.ts';

const MAXIMUM = 999_999_999_999_999;

/** The first two columns of every feed: when the core system made this change, in its own order. */
export const sequenceColumns = {
  epoch: integerColumn({
    column: '連携世代',
    example: '1',
    meaning: '基幹システムの世代。更改などで連携番号を振り直すときに 1 増やす。',
    minimum: 1,
    maximum: 999_999,
  }),
  number: integerColumn({
    column: '連携番号',
    example: '1024',
    meaning: '世代の中で異動の順に増える番号。同じ番号で内容の異なる行は受け付けない。',
    minimum: 1,
    maximum: MAXIMUM,
  }),
};
