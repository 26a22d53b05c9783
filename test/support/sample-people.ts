import type { JpkiIssuer, JpkiSerial, MunicipalityCode } from '../../functions/shared/ids.ts';
import type { LocalDate } from '../../functions/shared/time.ts';
import { describeWorld, type Trait } from '../../simulator/sample/traits.ts';
import type { WorldParameters } from '../../simulator/sample/types.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { type Cells, cell, linkRows } from './link-files.ts';

/** What a kiosk reads from a card: enough to ask for something. */
export type Card = {
  readonly municipality: MunicipalityCode;
  readonly issuer: JpkiIssuer;
  readonly serial: JpkiSerial;
};

/** Somebody of the sample world, as the link files tell it; the traits are the generator's own. */
export type SampleResident = {
  readonly municipality: MunicipalityCode;
  readonly personId: string;
  readonly cells: Cells;
  /** Everyone who lives in the household now, in printed order; only oneself for whoever has left. */
  readonly household: readonly Cells[];
  readonly traits: ReadonlySet<Trait>;
  /** Rows of feed `serial`, as the file says them. */
  readonly serials: readonly Cells[];
  /** The serial to ask with: one that is valid on the world's day, otherwise the last one. */
  readonly card: Card | undefined;
};

const isCurrent = (cells: Cells): boolean => cell(cells, '住民状態') === '現存';

const isValidOn = (row: Cells, day: LocalDate): boolean =>
  cell(row, '状態') === '有効' && cell(row, '有効期間の初日') <= day && cell(row, '有効期間の満了日') >= day;

/** Everyone of the sample world in the order of the files. For reading only: other tests meet the same people. */
export function samplePeople(world: WorldParameters): readonly SampleResident[] {
  const rows = linkRows(world, 'resident');
  const keyOf = (municipality: string, cells: Cells, heading: string) =>
    `${municipality}/${cell(cells, heading)}`;
  const households = Map.groupBy(
    rows.filter(({ cells }) => isCurrent(cells)),
    ({ municipality, cells }) => keyOf(municipality, cells, '世帯番号'),
  );
  const serials = Map.groupBy(linkRows(world, 'serial'), ({ municipality, cells }) =>
    keyOf(municipality, cells, '宛名番号'),
  );
  const traits = new Map(
    describeWorld(generateWorld(world)).map((person) => [
      `${person.city.municipality.code}/${person.person.resident.personId}`,
      person.traits,
    ]),
  );
  return rows.map(({ municipality: code, cells }) => {
    const municipality = code as MunicipalityCode;
    const key = keyOf(code, cells, '宛名番号');
    const together = households.get(keyOf(code, cells, '世帯番号')) ?? [];
    const household = isCurrent(cells)
      ? together
          .map((member) => member.cells)
          .sort((a, b) => Number(cell(a, '世帯内順')) - Number(cell(b, '世帯内順')))
      : [cells];
    const own = (serials.get(key) ?? []).map((row) => row.cells);
    const row = own.find((candidate) => isValidOn(candidate, world.today)) ?? own.at(-1);
    return {
      municipality,
      personId: cell(cells, '宛名番号'),
      cells,
      household,
      traits: traits.get(key) ?? new Set(),
      serials: own,
      card:
        row === undefined
          ? undefined
          : {
              municipality,
              issuer: cell(row, '発行者') as JpkiIssuer,
              serial: cell(row, 'シリアル番号') as JpkiSerial,
            },
    };
  });
}
