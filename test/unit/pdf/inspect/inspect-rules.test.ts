import { describe, expect, test } from 'vitest';
import { inspectRules } from '../../../../functions/pdf/inspect/inspect-fault.ts';
import { inspectPdf } from '../../../../functions/pdf/inspect/inspect-pdf.ts';
import { ruleCases } from './rule-cases.ts';

describe('a PDF is refused by the rule that it breaks, at the place where', () => {
  for (const rule of inspectRules) {
    test.each(ruleCases[rule])(`${rule}: %s`, async (_, where, pdf) => {
      const result = await inspectPdf(pdf());
      if (where === 'strict') {
        expect(result).toMatchObject({ ok: true, value: { decidedBy: 'strict', doubt: rule } });
      } else if (!result.ok && result.error.doubt === rule) {
        expect(result).toMatchObject({ ok: false, error: { where } });
      } else {
        expect(result).toMatchObject({ ok: false, error: { where, rule } });
      }
    });
  }
});
