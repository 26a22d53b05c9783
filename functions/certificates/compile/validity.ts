import type { LocalDate } from '../../shared/time.ts';
import type { CompiledTemplate } from './compile-template.ts';

/** Whether this version of a certificate's page may be used for one that is issued on `day`. */
export const isValidOn = (
  { template: { validFrom, validUntil } }: CompiledTemplate,
  day: LocalDate,
): boolean =>
  (validFrom === undefined || day >= validFrom) && (validUntil === undefined || day <= validUntil);
