import { describe, expect, test } from 'vitest';
import type { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { type LinkedChange, prepareChanges } from '../../../functions/linkage/store-impressions.ts';
import { type ImpressionStore, referenceOf } from '../../../functions/seal-images/index.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { cellsOf, nameOf } from './sample-files.ts';

const city = MunicipalityCode.parse('012050');

function changeOf(feed: RowFeed, wish: Readonly<Record<string, string>> = {}): LinkedChange {
  const name = nameOf({ feed });
  const row = createRowParser(name, { printsIndividualNumber: true })({
    line: 1,
    cells: Object.values(cellsOf(feed, wish)),
  });
  if (!row.ok) throw new Error(JSON.stringify(row.problems));
  return { ...row.change, origin: { fileName: 'sample.csv', line: 1 } };
}

const memoryStore = (digest?: string) => {
  const kept: string[] = [];
  const put: ImpressionStore['put'] = async (municipality, impression) => {
    kept.push(municipality);
    return digest ?? referenceOf(impression).sha256;
  };
  return { kept, put };
};

describe('what a row encloses', () => {
  test('an impression is kept for its city, and leaves the change', async () => {
    const impressions = memoryStore();
    const [prepared] = await prepareChanges({ impressions }, city, [changeOf('seal')]);
    expect(impressions.kept).toEqual([city]);
    expect(prepared).not.toHaveProperty('impression');
    expect(prepared).toHaveProperty('fact.impression.sha256');
  });

  test('changes come back in their order, those without an enclosure as they were', async () => {
    const changes = Array.from({ length: 40 }, (_, index) =>
      index % 3 === 0
        ? changeOf('seal', { number: String(index + 1) })
        : changeOf('serial', { number: String(index + 1) }),
    );
    const prepared = await prepareChanges({ impressions: memoryStore() }, city, changes);
    expect(prepared.map(({ sequence }) => sequence.number)).toEqual(
      changes.map(({ sequence }) => sequence.number),
    );
    expect(prepared[1]).toEqual(changes[1]);
  });

  test('nothing is applied that names an impression which is not there', async () => {
    const changes = [changeOf('seal')];
    await expect(prepareChanges({}, city, changes)).rejects.toThrow('no place for impressions');
    const impressions = { put: () => Promise.reject(new Error('lost')) };
    await expect(prepareChanges({ impressions }, city, changes)).rejects.toThrow('lost');
    const wrong = memoryStore('0'.repeat(64));
    await expect(prepareChanges({ impressions: wrong }, city, changes)).rejects.toThrow('another impression');
  });

  test('a number is encrypted for its person, and leaves the change', async () => {
    const number = '123456789018';
    const change = changeOf('resident', { individualNumber: number });
    const seals: string[] = [];
    const numbers = {
      seal: async (...[municipality, person, clear]: [string, string, string]) => {
        seals.push(`${municipality} ${person} ${clear}`);
        return { ciphertext: 'sealed', digest: 'keyed' };
      },
    };
    const [prepared] = await prepareChanges({ numbers }, city, [change]);
    expect(seals).toEqual([`012050 000000000012345 ${number}`]);
    expect(prepared).toMatchObject({ sealedNumber: { ciphertext: 'sealed', digest: 'keyed' } });
    expect(JSON.stringify(prepared)).not.toContain(number);
    await expect(prepareChanges({}, city, [change])).rejects.toThrow('no vault');
  });
});
