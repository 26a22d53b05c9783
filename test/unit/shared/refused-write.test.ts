import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import {
  cancellationCodes,
  isFailedCondition,
  isRefusedWrite,
  unlessRefused,
} from '../../../functions/shared/refused-write.ts';

const said = { message: '', $metadata: {} };
const condition = new ConditionalCheckFailedException(said);
const busy = new ProvisionedThroughputExceededException(said);
const cancelled = (...codes: readonly (string | undefined)[]) =>
  new TransactionCanceledException({
    ...said,
    CancellationReasons: codes.map((Code) => (Code === undefined ? {} : { Code })),
  });

describe('a refused write', () => {
  test('has a code for each entry of its transaction, in their order', () => {
    expect(cancellationCodes(cancelled('None', 'ConditionalCheckFailed', undefined))).toEqual([
      'None',
      'ConditionalCheckFailed',
      'None',
    ]);
    expect(cancellationCodes(new TransactionCanceledException(said))).toBeUndefined();
    for (const other of [condition, busy, 'TransactionCanceledException', undefined])
      expect(cancellationCodes(other)).toBeUndefined();
  });

  test('is one whose condition, or that of any entry, did not hold', () => {
    expect(isFailedCondition(condition)).toBe(true);
    expect(isFailedCondition(cancelled('ConditionalCheckFailed'))).toBe(false);
    expect(isRefusedWrite(condition)).toBe(true);
    expect(isRefusedWrite(cancelled('None', 'ConditionalCheckFailed'))).toBe(true);
    expect(isRefusedWrite(cancelled('None', 'TransactionConflict'))).toBe(false);
    expect(isRefusedWrite(cancelled('None', 'TransactionConflict'), ['TransactionConflict'])).toBe(true);
    expect(isRefusedWrite(busy)).toBe(false);
  });

  test('is told from one that took effect, and from one of which nothing is known', async () => {
    expect(await unlessRefused(Promise.resolve({}))).toBe(true);
    expect(await unlessRefused(Promise.reject(condition))).toBe(false);
    expect(await unlessRefused(Promise.reject(cancelled('ConditionalCheckFailed')))).toBe(false);
    await expect(unlessRefused(Promise.reject(busy))).rejects.toBe(busy);
    await expect(unlessRefused(Promise.reject(condition), () => false)).rejects.toBe(condition);
  });
});
