const CONDITION = 'ConditionalCheckFailed';

/** Why a transaction was cancelled: a code for each of its entries, `None` for those at which it did not fail. */
export function cancellationCodes(error: unknown): readonly string[] | undefined {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return undefined;
  const reasons = 'CancellationReasons' in error ? error.CancellationReasons : undefined;
  if (!Array.isArray(reasons)) return undefined;
  return reasons.map((reason: { readonly Code?: string } | undefined) => reason?.Code ?? 'None');
}

/** Whether the condition of a single write did not hold. */
export const isFailedCondition = (error: unknown): boolean =>
  error instanceof Error && error.name === `${CONDITION}Exception`;

/**
 * Whether DynamoDB has refused a conditional write or a transaction because something is not as it was expected; anything
 * else is a defect, or passes by itself.
 * @param codes of a transaction's reasons that count as such
 */
export const isRefusedWrite = (error: unknown, codes: readonly string[] = [CONDITION]): boolean =>
  isFailedCondition(error) || (cancellationCodes(error)?.some((code) => codes.includes(code)) ?? false);

/** Whether the write has taken effect. Throws where it was neither done nor refused. */
export async function unlessRefused(
  sent: Promise<unknown>,
  isRefused: (error: unknown) => boolean = isRefusedWrite,
): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}
