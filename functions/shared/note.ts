import { z } from 'zod';

/** For colleagues: kept with what it explains and nowhere else, neither in the audit nor in a log. */
export const Note = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !/\p{Cc}/u.test(text), 'one line');
