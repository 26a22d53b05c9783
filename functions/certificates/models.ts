import type { z } from 'zod';
import { ResidentRecordCopy } from './resident-record-copy.ts';

/** The models that templates can name. */
export const CERTIFICATE_MODELS: Readonly<Record<string, z.ZodType>> = {
  'resident-record-copy': ResidentRecordCopy,
};
