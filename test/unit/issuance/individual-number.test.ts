import { describe, expect, test } from 'vitest';
import { compileTemplate, residentRecordTemplateData } from '../../../functions/certificates/index.ts';
import type { Setting } from '../../../functions/changes/index.ts';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import type { IssueAnswer } from '../../../functions/issuance/issue-certificate.ts';
import { isDrawnHere } from '../../../functions/issuance/record.ts';
import { readBack } from '../../../functions/pdf/index.ts';
import { withCheckDigit } from '../../../functions/shared/individual-number.ts';
import { ok, unwrap } from '../../../functions/shared/result.ts';
import { scan } from '../../support/log-scanner.ts';
import { personId, restriction } from '../registry/sample-changes.ts';
import { adult, municipality, ownWorld, sealWish, wishFor } from './own-world.ts';

const [OWN, OTHER, LATER] = [
  withCheckDigit('12345678901'),
  withCheckDigit('23456789012'),
  withCheckDigit('34567890123'),
];
const NUMBERS = [OWN, OTHER, LATER];

const prints = (forSubjects?: 'applicant' | 'all'): Setting => ({
  kind: 'individual-number',
  scope: 'city',
  value: { printed: true, ...(forSubjects === undefined ? {} : { forSubjects }) },
});

type World = Awaited<ReturnType<typeof ownWorld>>;
type Wish = Parameters<typeof adult>[1];

/** A row that brings a person with a number, sealed for that person unless it is for another. */
async function withNumber(world: World, row: number, person: number, number: string, wish: Wish = {}) {
  const sealedNumber = await world.vault.seal(municipality, personId(person), number);
  return adult(row, { person, householdOrder: person, sealedNumber, ...wish });
}

/** The applicant and somebody else of the household, each with a number. */
async function numbered(settings: readonly Setting[] = [prints()]) {
  const world = await ownWorld({ settings });
  await world.apply(await withNumber(world, 11, 1, OWN), await withNumber(world, 12, 2, OTHER));
  return world;
}

const asked = (changes: Parameters<typeof wishFor>[1] = {}) =>
  wishFor('resident-record', { options: ['individual-number'], ...changes });

function linesOf(answer: IssueAnswer): readonly string[] {
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.codes.join(' ')}`);
  return unwrap(readBack(answer.pdf)).pages.flatMap(({ runs }) => runs.map(({ text }) => text));
}

/** The numbers on a paper, and the labels of their places. */
const shownBy = (answer: IssueAnswer) =>
  linesOf(answer).filter((text) => text === '個人番号' || NUMBERS.some((number) => text.includes(number)));

const opened = ({ keys }: World) => keys.calls.filter((call) => call === 'Decrypt').length;
const reasonsOf = ({ kept }: World) => [...kept.values()].at(-1)?.reasons;

describe('個人番号 on 住民票の写し', () => {
  test('is there where it was asked for, twelve digits in one piece, and nowhere otherwise', async () => {
    const { issue } = await numbered();
    expect(shownBy(await issue(asked()))).toEqual(['個人番号', OWN]);
    expect(shownBy(await issue(wishFor('resident-record')))).toEqual([]);
    expect(
      shownBy(await issue(wishFor('resident-record', { options: ['relationship', 'domicile'] }))),
    ).toEqual([]);
  });

  test('is not to be had in a city that does not print it, or prints it no more; none is opened there', async () => {
    const world = await numbered([]);
    expect(await world.outcomeOf(asked())).toEqual(['ISS-1403']);
    world.put({ kind: 'individual-number', scope: 'city', value: { printed: false } });
    expect(await world.outcomeOf(asked())).toEqual(['ISS-1403']);
    world.put({
      kind: 'certificate-type',
      scope: 'resident-record',
      value: {
        name: '住民票の写し',
        order: 100,
        family: 'resident-record',
        scopes: ['individual'],
        options: ['relationship'],
        offered: true,
      },
    });
    world.put(prints());
    expect(await world.outcomeOf(asked())).toEqual(['ISS-1403']);
    expect(opened(world)).toBe(0);
  });

  test.each([
    ['the whole household', { scope: 'household' }],
    ['somebody else', { scope: 'partial', subjects: [personId(2)] }],
    ['oneself and somebody else', { scope: 'partial', subjects: [personId(1), personId(2)] }],
  ] as const)('is the applicant’s alone: of %s it is refused', async (_, changes) => {
    const world = await numbered();
    expect(await world.outcomeOf(asked({ ...changes } as never))).toEqual(['ISS-1403']);
    expect(opened(world)).toBe(0);
    expect(shownBy(await world.issue(asked({ scope: 'partial', subjects: [personId(1)] })))).toHaveLength(2);
  });

  test('of everybody on the paper where the city lets the household have it, each beside its own person', async () => {
    const world = await numbered([prints('all')]);
    const shown = shownBy(await world.issue(asked({ scope: 'household' })));
    expect(shown).toEqual(['個人番号', OWN, '個人番号', OTHER]);
    const partial = asked({ scope: 'partial', subjects: [personId(2)] });
    expect(shownBy(await world.issue(partial))).toEqual(['個人番号', OTHER]);
  });

  test('is opened once for its paper, after everything else allows it', async () => {
    const world = await numbered();
    await world.menu();
    await world.issue(wishFor('resident-record'));
    await world.outcomeOf(asked({ feeJpy: 1 }));
    await world.outcomeOf(sealWish({ options: ['individual-number'] }));
    await world.apply(restriction(20));
    expect(await world.outcomeOf(asked())).toEqual(['ISS-1207']);
    expect(opened(world)).toBe(0);
    const other = await numbered();
    await other.issue(asked());
    expect(opened(other)).toBe(1);
  });

  test('that changes while the paper is drawn is drawn again: the newer one leaves', async () => {
    const world = await numbered();
    const newer = await withNumber(world, 30, 1, LATER);
    let loads = 0;
    const materials: IssueDeps['materials'] = {
      load: async (...names) => {
        loads += 1;
        if (loads === 1) await world.apply(newer);
        return world.deps.materials.load(...names);
      },
    };
    expect(shownBy(await world.issue(asked(), { materials }))).toEqual(['個人番号', LATER]);
    expect(loads).toBe(2);
  });
});

describe('a number that cannot be printed', () => {
  test('is not there: refused, with the subject’s place and nothing else', async () => {
    const world = await ownWorld({ settings: [prints()] });
    expect(await world.outcomeOf(asked())).toEqual(['ISS-1241']);
    expect(reasonsOf(world)).toEqual([{ code: 'ISS-1241', detail: 'subjects[0]' }]);
  });

  test('is not there: the copy without it does not miss it', async () => {
    const world = await ownWorld({ settings: [prints()] });
    expect(await world.outcomeOf(wishFor('resident-record'))).toBe(1);
  });

  test('is missing of one of several: refused as a whole', async () => {
    const world = await numbered([prints('all')]);
    await world.apply(adult(40, { person: 3, householdOrder: 3 }));
    expect(await world.outcomeOf(asked({ scope: 'household' }))).toEqual(['ISS-1241']);
    expect(reasonsOf(world)).toEqual([{ code: 'ISS-1241', detail: 'subjects[2]' }]);
  });

  test('is another person’s, sealed for that person: it does not open', async () => {
    const world = await ownWorld({ settings: [prints()] });
    const sealedNumber = await world.vault.seal(municipality, personId(2), OTHER);
    await world.apply(adult(11, { sealedNumber }));
    expect(await world.outcomeOf(asked())).toEqual(['ISS-1242']);
    expect(world.closed).toEqual([]);
  });

  test('has a wrong check digit (省令5条)', async () => {
    const world = await ownWorld({ settings: [prints()] });
    await world.apply(await withNumber(world, 11, 1, '123456789019'));
    expect(await world.outcomeOf(asked())).toEqual(['ISS-1242']);
  });

  test('cannot be opened because the key service fails: that is no fault of the number', async () => {
    const world = await numbered();
    world.keys.fail(new Error('ThrottlingException'));
    await expect(world.outcomeOf(asked())).rejects.toThrow('ThrottlingException');
  });

  test('has no place on the form that the city uses: its settings do not fit, and nothing is closed', async () => {
    const world = await numbered();
    const template = unwrap(compileTemplate(formerForm()));
    const materials: IssueDeps['materials'] = {
      load: async (...names) => ok({ ...unwrap(await world.deps.materials.load(...names)), template }),
    };
    expect(await world.outcomeOf(asked(), { materials })).toEqual(['ISS-2008']);
    expect(await world.outcomeOf(wishFor('resident-record'), { materials })).toBe(1);
    expect(world.closed).toEqual([]);
  });

  test('stands in another place than its own: refused whatever was asked for, and nothing is closed', async () => {
    const world = await numbered();
    const remarks = 'マイナンバー　１２３４ ５６７８ ９０１８';
    await world.apply(await withNumber(world, 50, 1, OWN, { remarks }));
    for (const request of [asked(), wishFor('resident-record')]) {
      expect(await world.outcomeOf(request)).toEqual(['ISS-1243']);
      expect(reasonsOf(world)).toEqual([{ code: 'ISS-1243', detail: 'subjects[0].remarks' }]);
    }
    expect(world.closed).toEqual([]);
    await world.apply(await withNumber(world, 51, 1, OWN, { remarks: '電話 012345678901、123456789019' }));
    expect(await world.outcomeOf(asked())).toBe(1);
  });
});

/** The city's form without the row of the number, as it was before there was one. */
function formerForm(): unknown {
  const { body, ...form } = residentRecordTemplateData;
  const blocks = body.blocks.map((block) => ({
    ...block,
    tables: block.tables.map((table) => ({
      ...table,
      rows: table.rows.filter((row) => !('when' in row) || row.when.field !== 'individualNumber'),
    })),
  }));
  return { ...form, body: { ...body, blocks } };
}

describe('what is left of a number after its paper', () => {
  const needles = new Map(NUMBERS.map((number) => [number, 'individual number'] as const));

  test('is in no record, no snapshot and no audit event; the digest of the model knows nothing of it', async () => {
    const digests: (string | undefined)[] = [];
    for (const number of [OWN, LATER]) {
      const world = await ownWorld({ settings: [prints()] });
      await world.apply(await withNumber(world, 11, 1, number));
      const handed: unknown[] = [];
      const records: IssueDeps['records'] = {
        ...world.deps.records,
        commit: (record, answered, at, event) => {
          handed.push(record, { ...answered, checks: [] }, event);
          return world.deps.records.commit(record, answered, at, event);
        },
      };
      const request = asked();
      expect(shownBy(await world.issue(request, { records }))).toEqual(['個人番号', number]);
      const record = world.kept.get(`${municipality}#${request.requestId}`);
      const all = JSON.stringify([handed, [...world.kept.values()]]);
      expect(all).toContain('"model":"resident-record-copy"'.replaceAll('"', '\\"'));
      expect(all).toContain(adult(1).fact.fullName);
      expect(scan([{ source: 'kept', text: all }], needles)).toEqual([]);
      expect(record).toMatchObject({ state: 'responded', options: ['individual-number'] });
      const drawing = record?.drawing;
      if (drawing === undefined || !isDrawnHere(drawing)) throw new Error('nothing was drawn');
      digests.push(drawing.modelDigest);
    }
    // certificate number, date and all else are the same
    expect(digests[0]).toBe(digests[1]);
  });

  test('is not enough to draw it again: a repeat is refused and opens nothing (INV-9)', async () => {
    const world = await numbered();
    const request = asked();
    expect(await world.outcomeOf(request)).toBe(1);
    const before = opened(world);
    const cipher: IssueDeps['cipher'] = {
      ...world.deps.cipher,
      open: () => Promise.reject(new Error('the snapshot is opened')),
    };
    expect(await world.outcomeOf(request, { cipher })).toEqual(['ISS-2004']);
    expect(await world.outcomeOf({ ...request, options: [] })).toEqual(['ISS-3005']);
    expect(opened(world)).toBe(before);
  });
});

describe('the menu', () => {
  const optionsOf = async (world: World) => {
    const offer = unwrap(await world.menu()).offers.find(({ type }) => type === 'resident-record');
    return [offer?.options.includes('individual-number'), offer?.ownOptions];
  };

  test('offers it where the city prints it and the person has one, and says when it is for oneself alone', async () => {
    expect(await optionsOf(await numbered())).toEqual([true, ['individual-number']]);
    expect(await optionsOf(await numbered([prints('all')]))).toEqual([true, undefined]);
    expect(await optionsOf(await numbered([]))).toEqual([false, undefined]);
    expect(await optionsOf(await ownWorld({ settings: [prints()] }))).toEqual([false, undefined]);
  });
});
