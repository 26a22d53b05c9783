/**
 * Whether DynamoDB has refused a conditional write or a transaction because something is not as it was expected; anything
 * else is a defect, or passes by itself.
 * @param codes of a transaction's reasons that count as such
 */
export function isRefusedWrite(
  error: unknown,
  codes: readonly string[] = ['ConditionalCheckFailed'],
): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ConditionalCheckFailedException') return true;
  if (error.name !== 'TransactionCanceledException') return false;
  const reasons = 'CancellationReasons' in error ? error.CancellationReasons : undefined;
  return Array.isArray(reasons) && reasons.some((reason) => codes.includes(reason?.Code));
}
