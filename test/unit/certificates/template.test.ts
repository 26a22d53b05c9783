import { describe, expect, test } from 'vitest';
import {
  type CertificateTemplateData,
  compileTemplate,
  residentRecordTemplateData,
  sealRegistrationTemplateData,
  taxAndIncomeTemplateData,
} from '../../../functions/certificates/index.ts';

type Change = (template: CertificateTemplateData) => void;

/** What a changed template is refused for. */
function faultsOf(change: Change, of: CertificateTemplateData = residentRecordTemplateData): string[] {
  const changed = structuredClone(of);
  change(changed);
  const compiled = compileTemplate(changed);
  return compiled.ok ? [] : compiled.error.map(({ at, detail }) => `${at}: ${detail}`);
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the template has no such part');
  return value;
}

const blockOf = (template: CertificateTemplateData, id: string) =>
  found(template.body.blocks.find((block) => block.id === id));
const rowsOf = (template: CertificateTemplateData, id = 'members', table = 0) =>
  found(blockOf(template, id).tables[table]).rows;
const cellOf = (template: CertificateTemplateData, row: number, cell = 0) =>
  found(found(rowsOf(template)[row]).cells[cell]);

/** Path of a row of the members. */
const MEMBERS = 'body.blocks[1].tables[0].rows';

describe('a template is refused', () => {
  test('whose shape is wrong, by the place of the error', () => {
    expect(
      faultsOf((t) => {
        t.version = 0;
      }),
    ).toEqual([expect.stringMatching(/^version: /)]);
    expect(
      faultsOf((t) => {
        found(blockOf(t, 'members').tables[0]).width = -1;
      }),
    ).toEqual([expect.stringMatching(/^body\.blocks\[1\]\.tables\[0\]\.width: /)]);
    expect(compileTemplate({ ...residentRecordTemplateData, schema: 1 })).toMatchObject({
      ok: false,
      error: [{ at: 'schema' }],
    });
    expect(compileTemplate({ ...residentRecordTemplateData, script: '' }).ok).toBe(false);
    expect(compileTemplate('template').ok).toBe(false);
  });

  test.each<[string, Change, string]>([
    [
      'that names no known model',
      (t) => {
        t.model = 'other';
      },
      'model: no model other',
    ],
    [
      'whose last day is before its first',
      (t) => Object.assign(t, { validFrom: '2027-04-01', validUntil: '2027-03-31' }),
      'validUntil: before 2027-04-01',
    ],
    [
      'that leaves out a text by a name that does not exist',
      (t) => {
        t.notPrinted = ['subjects[].shoeSize'];
      },
      'notPrinted: no field subjects[].shoeSize',
    ],
    [
      'that leaves out whose certificate it is',
      (t) => {
        t.notPrinted = ['subjects[].dateOfBirth'];
      },
      'notPrinted: without subjects[].dateOfBirth nobody can tell whose certificate it is',
    ],
    [
      'with a style whose sizes grow',
      (t) => {
        t.styles['value'] = { sizes: [9, 10], maxLines: 1, leading: 1 };
      },
      'styles.value.sizes: must go down',
    ],
    [
      'with a slot of no style',
      (t) => {
        found(t.everyPage.slots?.[0]).style = 'huge';
      },
      'everyPage.slots[0]: no style huge',
    ],
    [
      'that has no text for one of the scopes',
      (t) => {
        const { source } = found(t.lastPage.slots?.[0]);
        if ('choose' in source) delete source.choose.texts['partial'];
      },
      'lastPage.slots[0]: not every scope has a text',
    ],
    [
      'that chooses by what is no choice',
      (t) => {
        const { source } = found(t.lastPage.slots?.[0]);
        if ('choose' in source) source.choose.field = 'issuedOn';
      },
      'lastPage.slots[0]: no choice issuedOn',
    ],
    [
      'without what a reader looks for on every certificate',
      (t) => {
        t.lastPage.slots?.shift();
      },
      'id: no slot or text certification',
    ],
    [
      'with two places of one name',
      (t) => {
        blockOf(t, 'members').id = 'scope';
      },
      'id: two places called scope',
    ],
    [
      'that says something on some pages only',
      (t) => {
        t.otherPages.slots = [{ ...found(t.lastPage.slots?.[1]), id: 'again', y: 280.2, x: 110, width: 40 }];
      },
      'otherPages.slots: again would not be on every certificate',
    ],
    [
      'with a name for what stands on some pages only',
      (t) => {
        found(t.otherPages.texts?.[0]).id = 'continued';
      },
      'otherPages.texts: a text with an id would not be on every certificate',
    ],
    [
      'whose text lies in the body',
      (t) => {
        found(t.everyPage.texts?.[0]).y = 150;
      },
      'everyPage.texts[0]: in the body or beyond the page',
    ],
    [
      'whose text reaches over the edge',
      (t) => {
        found(t.everyPage.texts?.[0]).x = 20;
      },
      'everyPage.texts[0]: beyond the page',
    ],
    [
      'whose slot grows into the body',
      (t) => {
        found(t.lastPage.slots?.[2]).y = 233;
      },
      'lastPage.slots[2]: in the body or beyond the page',
    ],
    [
      'whose slot reaches over the edge',
      (t) => {
        found(t.everyPage.slots?.[0]).width = 200;
      },
      'everyPage.slots[0]: beyond the page',
    ],
    [
      'whose rule or frame reaches over the edge',
      (t) => {
        found(t.everyPage.frames?.[0]).right = 211;
      },
      'everyPage: a line beyond the page',
    ],
    [
      'with a frame of no size',
      (t) => {
        found(t.everyPage.frames?.[0]).right = 12;
      },
      'everyPage.frames: a frame of no size',
    ],
    [
      'whose seal reaches over the edge',
      (t) => {
        t.seal.x = 200;
      },
      'seal: beyond the page',
    ],
    [
      'whose body has no room on the last page',
      (t) => {
        t.body.lastBottom = 30;
      },
      'body: top < lastBottom ≤ bottom',
    ],
    [
      'whose body reaches over the edge',
      (t) => {
        t.body.bottom = 300;
      },
      'body: beyond the page',
    ],
    [
      'with a character that cannot be printed',
      (t) => {
        found(t.everyPage.texts?.[0]).text = '住\u202e民票';
      },
      'everyPage.texts[0]: characters that cannot be printed',
    ],
    [
      'with a mark that cannot be printed',
      (t) => {
        t.marks.notAsked = '\u{e0100}';
      },
      'marks: characters that cannot be printed',
    ],
    [
      'that repeats a list on every page',
      (t) => {
        blockOf(t, 'members').onEveryPage = true;
      },
      'body.blocks[1]: a list cannot stand on every page',
    ],
    [
      'of which nothing is but on every page',
      (t) => {
        t.body.blocks.pop();
      },
      'body.blocks: all stand on every page',
    ],
    [
      'that repeats a block after others',
      (t) => {
        t.body.blocks.reverse();
      },
      'body.blocks[1]: only the first blocks can stand on every page',
    ],
    [
      'that numbers what is no list',
      (t) => {
        blockOf(t, 'heading').ordinal = { width: 0, baseline: 5, size: 8 };
      },
      'body.blocks[0]: numbers of no list',
    ],
    [
      'that numbers tables that stand apart',
      (t) => {
        blockOf(t, 'members').apart = 2;
      },
      'body.blocks[1]: a number before tables that stand apart',
    ],
    [
      'that repeats what is no list',
      (t) => {
        blockOf(t, 'members').each = 'household';
      },
      'body.blocks[1]: no list household',
    ],
    [
      'whose tables do not fill the body',
      (t) => {
        found(blockOf(t, 'members').ordinal).width = 6;
      },
      'body.blocks[1]: tables of 173 mm in 174 mm',
    ],
    [
      'whose cells do not fill their row',
      (t) => {
        cellOf(t, 1).width = 160;
      },
      `${MEMBERS}[1]: cells of 160 mm in 167 mm`,
    ],
    [
      'that binds a field that the model does not have',
      (t) => {
        cellOf(t, 1).field = 'fullname';
      },
      `${MEMBERS}[1].cells[0]: no text subjects[].fullname`,
    ],
    [
      'with a row of a condition that the model does not have',
      (t) => {
        found(rowsOf(t)[0]).when = { field: 'isTall' };
      },
      `${MEMBERS}[0]: no field subjects[].isTall`,
    ],
    [
      'with a row that can never be shown',
      (t) => {
        found(rowsOf(t)[8]).when = { field: 'kind', is: 'stateless' };
      },
      `${MEMBERS}[8]: never shown`,
    ],
    [
      'with a row that depends on what a text says',
      (t) => {
        found(rowsOf(t)[0]).when = { field: 'sex', is: '男' };
      },
      `${MEMBERS}[0]: subjects[].sex is no choice`,
    ],
    [
      'with an empty cell',
      (t) => {
        found(rowsOf(t)[1]).cells = [{ width: 167 }];
      },
      `${MEMBERS}[1].cells[0]: an empty cell`,
    ],
    [
      'with a text and a picture in one cell',
      (t) => {
        cellOf(t, 1).picture = 'portrait';
      },
      `${MEMBERS}[1].cells[0]: a text and a picture in one cell`,
    ],
    [
      'with a label that has no width of its own',
      (t) => {
        delete cellOf(t, 1).labelWidth;
      },
      `${MEMBERS}[1].cells[0]: labelWidth parts a label from its value`,
    ],
    [
      'with a cell without room for its value',
      (t) => {
        cellOf(t, 1).labelWidth = 164;
      },
      `${MEMBERS}[1].cells[0]: a cell without room`,
    ],
    [
      'with the style of no field',
      (t) => {
        delete cellOf(t, 15).field;
        delete cellOf(t, 15).labelWidth;
      },
      `${MEMBERS}[15].cells[0]: style of no field`,
    ],
    [
      'with a size of no label',
      (t) => {
        const cell = cellOf(t, 1);
        delete cell.label;
        delete cell.labelWidth;
        cell.labelSize = 7;
      },
      `${MEMBERS}[1].cells[0]: no label to be set so`,
    ],
    [
      'with a cell of no such style',
      (t) => {
        cellOf(t, 1).style = 'huge';
      },
      `${MEMBERS}[1].cells[0]: no style huge`,
    ],
    [
      'that asks for no such option',
      (t) => {
        cellOf(t, 1).askedBy = 'all';
      },
      `${MEMBERS}[1].cells[0]: no option all`,
    ],
    [
      'with a label that is larger than its place',
      (t) => {
        cellOf(t, 1).label = '氏名氏名氏名氏名氏名';
      },
      `${MEMBERS}[1].cells[0]: a label larger than its place`,
    ],
    [
      'with a label of an empty line',
      (t) => {
        cellOf(t, 1).label = '氏\n\n名';
        found(rowsOf(t)[1]).height = 12;
      },
      `${MEMBERS}[1].cells[0]: a label with an empty line`,
    ],
    [
      'with a value that is higher than its row',
      (t) => {
        found(rowsOf(t)[1]).height = 4;
      },
      `${MEMBERS}[1].cells[0]: a value higher than its row`,
    ],
    [
      'whose number of the page cannot be printed',
      (t) => {
        found(t.everyPage.slots?.[3]).source = { page: '{page}\u200f{pages}' };
      },
      'everyPage.slots[3]: characters that cannot be printed',
    ],
    [
      'whose labels could be taken for values',
      (t) => {
        t.styles['kana'] = { sizes: [8.5, 7.25], maxLines: 2, leading: 1.25 };
      },
      "labels.size: also a value's: 7.25",
    ],
    [
      'one row of which could be taken for another',
      (t) => {
        found(rowsOf(t)[5]).cells = structuredClone(found(rowsOf(t)[3]).cells);
        cellOf(t, 5).field = 'headOfHousehold';
      },
      `${MEMBERS}[5]: has the labels of ${MEMBERS}[3]`,
    ],
    [
      'whose rows are lower than a value’s further lines are apart',
      (t) => {
        t.styles['value'] = { sizes: [10], maxLines: 4, leading: 2 };
      },
      `${MEMBERS}[3]: its lines could be taken for ${MEMBERS}[5]`,
    ],
    [
      'two slots of which could be taken for one another',
      (t) => {
        Object.assign(found(t.lastPage.slots?.[1]), { style: 'head', x: 34, y: 260.385 });
      },
      'lastPage: issuedOn could be taken for head',
    ],
  ])('%s', (_, change, fault) => {
    expect(faultsOf(change)).toContain(fault);
  });

  test.each<[string, Change, string]>([
    [
      'whose foot could have another height',
      (t) => {
        const foot = found(blockOf(t, 'amounts').tables[0]?.foot);
        found(foot[0]).when = { field: 'totalIncome' };
      },
      'body.blocks[3].tables[0].foot[0]: a foot has fixed rows of one line',
    ],
    [
      'one list of which could be taken for the next',
      (t) => {
        rowsOf(t, 'amounts').splice(2, 1);
      },
      'body.blocks[3].tables[0].rows[1]: could be taken for body.blocks[3].tables[0].rows[2]',
    ],
    [
      'a list of which has a condition besides',
      (t) => {
        found(rowsOf(t, 'amounts')[1]).when = { field: 'totalIncome' };
      },
      'body.blocks[3].tables[0].rows[1]: a list has its rows without a condition',
    ],
    [
      'that says something without a value where a text is recorded',
      (t) => {
        found(rowsOf(t, 'state')[0]).when = { field: 'remarks' };
      },
      'body.blocks[2].tables[0].rows[0]: what has no value can depend on a choice only',
    ],
    [
      'a block of which does so',
      (t) => {
        blockOf(t, 'state').when = { field: 'remarks' };
      },
      'body.blocks[2]: what has no value can depend on a choice only',
    ],
    [
      'that prints nothing of a list',
      (t) => {
        rowsOf(t, 'state').push({ each: 'incomes', height: 5, cells: [{ label: '所得', width: 174 }] });
      },
      'body.blocks[2].tables[0].rows[2]: a list of which nothing is printed',
    ],
    [
      'a block of which prints nothing of a list',
      (t) => {
        blockOf(t, 'state').each = 'incomes';
      },
      'body.blocks[2]: a list of which nothing is printed',
    ],
    [
      'a block of which no label makes known',
      (t) => {
        for (const { rows } of blockOf(t, 'amounts').tables) rows.shift();
      },
      'body.blocks[3]: no table begins with a label',
    ],
  ])('%s', (_, change, fault) => {
    expect(faultsOf(change, taxAndIncomeTemplateData)).toContain(fault);
  });

  test('with a picture that alone would tell whether its row is there', () => {
    const faults = faultsOf((t) => {
      found(rowsOf(t, 'registration')[1]).when = { field: 'remarks' };
    }, sealRegistrationTemplateData);
    expect(faults).toContain(
      'body.blocks[0].tables[0].rows[1]: a picture alone does not tell whether the row is there',
    );
  });

  test('that forgets a text of the model, unless it leaves it out by name', () => {
    const withoutRemarks = (t: CertificateTemplateData) => void rowsOf(t).pop();
    expect(faultsOf(withoutRemarks)).toEqual(['notPrinted: subjects[].remarks has no slot']);
    expect(
      faultsOf((t) => {
        withoutRemarks(t);
        t.notPrinted = ['subjects[].remarks'];
      }),
    ).toEqual([]);
  });
});
