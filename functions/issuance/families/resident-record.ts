import { type CopyFault, CopyOption, residentRecordCopy } from '../../certificates/index.ts';
import { err, ok } from '../../shared/result.ts';
import { asksForNumbers } from '../numbers.ts';
import type { RefusalReason } from '../record.ts';
import { type DrawnFamily, offerUnless, withoutYear } from './family.ts';

/** 住民票の写し and what else is made of the resident record. */
export const RESIDENT_RECORD: DrawnFamily = {
  paper: 'drawn',
  model: 'resident-record-copy',
  wanted: (asked) => (asksForNumbers(asked) ? { individualNumber: true } : {}),
  isSetUp: () => true,
  offer: () => offerUnless([]),
  judge: (_, asked) => withoutYear(asked),
  make({ records }, { scope, options }, { issue }) {
    const entries = options.filter(isOfCopy);
    const copy = residentRecordCopy({ ...issue, subjects: records, scope, options: entries });
    return copy.ok ? ok({ content: copy.value, named: records, pictures: {} }) : err([reasonOf(copy.error)]);
  },
};

const isOfCopy = (option: string): option is CopyOption => CopyOption.safeParse(option).success;

function reasonOf(fault: CopyFault): RefusalReason {
  switch (fault.kind) {
    case 'too-many-subjects':
      return { code: 'ISS-1212' };
    case 'not-one-household':
      return { code: 'ISS-1213' };
    case 'no-subject':
    case 'not-one-subject':
      return { code: 'ISS-1402' };
    case 'duplicate-subject':
    case 'missing-foreign-residence':
    case 'unprintable':
      return { code: 'ISS-1209', detail: fault.field };
  }
}
