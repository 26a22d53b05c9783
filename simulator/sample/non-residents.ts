import { JpkiIssuer, JpkiSerial, type MunicipalityCode } from '../../functions/shared/ids.ts';
import { domicileRows, kosekiRows } from './koseki-rows.ts';
import type { DomicileRow, SampleCity, World } from './types.ts';

/** Somebody who lives elsewhere, as the city knows them. */
export type NonResident = {
  readonly card: {
    readonly municipality: MunicipalityCode;
    readonly issuer: JpkiIssuer;
    readonly serial: JpkiSerial;
  };
  /** The 本籍地利用登録 as its feed has it. */
  readonly row: Omit<DomicileRow, 'number'>;
};

/** Somebody of a city with an approved 本籍地利用登録, in a register that nothing closes. */
export function nonResidentOf({ parameters }: World, city: SampleCity): NonResident | undefined {
  const { municipality, people } = city;
  const label = `${parameters.seed}/${municipality.code}`;
  const setting = { label, today: parameters.today, city: municipality, people };
  const closed = new Set(
    people.flatMap(({ resident, restrictions }) => (restrictions.length > 0 ? [resident.personId] : [])),
  );
  const registers = Map.groupBy(kosekiRows(setting), ({ kosekiId }) => kosekiId);
  const open = new Set(
    [...registers.values()]
      .filter((rows) => !rows.some((row) => row.notificationPending === '1' || closed.has(row.personId)))
      .flatMap((rows) => rows.flatMap(({ personId, state }) => (state === '在籍' ? [personId] : []))),
  );
  const row = domicileRows(setting).find(({ state, personId }) => state === '承認' && open.has(personId));
  if (row === undefined) return undefined;
  const card = {
    municipality: municipality.code,
    issuer: JpkiIssuer.parse(row.issuer),
    serial: JpkiSerial.parse(row.serial),
  };
  return { card, row };
}
