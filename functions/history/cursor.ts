import { z } from 'zod';
import { RequestId } from '../shared/ids.ts';

/**
 * Where a list goes on: after this record. It holds nothing that names a city; the session's city is put beside it,
 * so that a cursor from anywhere else leads nowhere else (INV-11).
 */
export const DayPosition = z.object({
  dayOrder: z.string().regex(/^[0-9T:.+-]{10,40}#[0-9A-Za-z-]{1,64}$/),
  requestId: RequestId,
});
export type DayPosition = z.infer<typeof DayPosition>;

export function encodeCursor({ dayOrder, requestId }: DayPosition): string {
  return Buffer.from(JSON.stringify([dayOrder, requestId])).toString('base64url');
}

/** Undefined where it is not one of ours. */
export function decodeCursor(cursor: string): DayPosition | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 2) return undefined;
    return DayPosition.safeParse({ dayOrder: parts[0], requestId: parts[1] }).data;
  } catch {
    return undefined;
  }
}
