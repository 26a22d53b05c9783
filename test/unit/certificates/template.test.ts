import { describe, expect, test } from 'vitest';
import {
  CertificateTemplate,
  type CertificateTemplateData,
  compileTemplate,
  residentRecordTemplateData,
} from '../../../functions/certificates/index.ts';

const data = (): CertificateTemplateData => structuredClone(residentRecordTemplateData);

/** The places that a changed template is refused for. */
function faultsOf(change: (template: CertificateTemplateData) => void): string[] {
  const changed = data();
  change(changed);
  const compiled = compileTemplate(changed);
  return compiled.ok ? [] : compiled.error.map(({ at, detail }) => `${at}: ${detail}`);
}

const cellOf = (template: CertificateTemplateData, row: number, cell = 0) => {
  const found = template.members.rows[row]?.cells[cell];
  if (found === undefined) throw new Error('no such cell');
  return found;
};

describe('the template of the resident record', () => {
  test('is data: JSON gives it back, and the schema takes it', () => {
    const again: unknown = JSON.parse(JSON.stringify(residentRecordTemplateData));
    expect(again).toEqual(residentRecordTemplateData);
    expect(CertificateTemplate.safeParse(again).success).toBe(true);
    expect(compileTemplate(again).ok).toBe(true);
  });

  test('is A4 portrait, with a seal of 18 mm', () => {
    expect(residentRecordTemplateData.page).toEqual({ width: 210, height: 297 });
    expect(residentRecordTemplateData.seal).toMatchObject({ width: 18, height: 18 });
  });
});

describe('a template is refused', () => {
  test('whose shape is wrong, by the place of the error', () => {
    expect(compileTemplate({ ...data(), version: 0 })).toMatchObject({
      ok: false,
      error: [{ at: 'version' }],
    });
    expect(compileTemplate('template').ok).toBe(false);
  });

  test('that names no known model', () => {
    expect(
      faultsOf((t) => {
        t.model = 'other';
      }),
    ).toEqual(['model: no model other']);
  });

  test('that binds a field that the model does not have', () => {
    expect(
      faultsOf((t) => {
        cellOf(t, 1).field = 'fullname';
      }),
    ).toEqual([
      'members.rows[1]: no text subjects[].fullname',
      'notPrinted: subjects[].fullName has no slot',
    ]);
  });

  test('that forgets a text of the model, unless it leaves it out by name', () => {
    const withoutRemarks = (t: CertificateTemplateData) => void t.members.rows.pop();
    expect(faultsOf(withoutRemarks)).toEqual(['notPrinted: subjects[].remarks has no slot']);
    expect(
      faultsOf((t) => {
        withoutRemarks(t);
        t.notPrinted = ['subjects[].remarks'];
      }),
    ).toEqual([]);
  });

  test('whose cells do not fill their row', () => {
    expect(
      faultsOf((t) => {
        cellOf(t, 1).width = 160;
      }),
    ).toEqual(['members.rows[1]: cells of 160 mm in 167 mm']);
  });

  test('whose labels could be taken for values, or one row for another', () => {
    expect(
      faultsOf((t) => {
        t.labels.size = 10;
      }),
    ).toContain("labels.size: also a value's: 10");
    expect(
      faultsOf((t) => {
        cellOf(t, 3).label = cellOf(t, 1).label;
      }),
    ).toEqual(['members.rows[1]: has the labels of row 3', 'members.rows[3]: has the labels of row 1']);
  });

  test('that has no text for one of the scopes', () => {
    const faults = faultsOf((t) => {
      const slot = t.lastPage.slots?.[0];
      if (slot === undefined || !('choose' in slot.source)) throw new Error('no 認証文');
      delete slot.source.choose.texts['partial'];
    });
    expect(faults).toEqual(['lastPage.slots[0]: not every scope has a text']);
  });

  test('that names no such style or option, or lets sizes grow', () => {
    expect(
      faultsOf((t) => {
        cellOf(t, 1).style = 'huge';
      }),
    ).toEqual(['members.rows[1]: no style huge']);
    expect(
      faultsOf((t) => {
        cellOf(t, 1).askedBy = 'all';
      }),
    ).toEqual(['members.rows[1]: no option all']);
    expect(
      faultsOf((t) => {
        t.styles['value'] = { sizes: [9, 10], maxLines: 1, leading: 1 };
      }),
    ).toEqual(['styles.value.sizes: must go down']);
  });

  test('with a row that can never be shown', () => {
    expect(
      faultsOf((t) => {
        const row = t.members.rows[8];
        if (row !== undefined) row.when = { field: 'kind', is: 'stateless' };
      }),
    ).toEqual(['members.rows[8]: never shown']);
  });
});
