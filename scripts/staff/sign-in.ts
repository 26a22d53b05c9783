import { SessionView } from '../../functions/operators/contract.ts';
import { type StaffClient, staffClient } from '../../simulator/staff-client.ts';
import { readStackFile } from '../deploy/stack-file.ts';
import { REAL_OUTPUT } from '../local/command-table.ts';
import { loopbackOf } from '../local/loopback.ts';
import { HOME_PLACE, type Place } from '../local/places.ts';
import { Problem } from '../local/problem.ts';
import { readState } from '../local/state.ts';
import { jsonOf, problemOf } from './answers.ts';
import type { StaffWorld, Who } from './command.ts';

/** Holds the password of an operator that is not one of the sample's; with `_CODE` that of one city. */
const PASSWORD_VARIABLE = 'KOFU_STAFF_PASSWORD';

/**
 * A session at the staff API of the system that runs on this machine. Whatever a command does is done, judged and put
 * on record as that operator's own doing, like from the console.
 * @throws Problem where nothing runs, no password is known, or the sign-in is refused
 */
export async function signInAt(
  { municipality, operator }: Who,
  environment: Readonly<Record<string, string | undefined>>,
  place: Place = HOME_PLACE,
): Promise<StaffClient> {
  const { consoleUrl } = await readStackFile(place.stackFile);
  loopbackOf(consoleUrl);
  const { operators = [] } = await readState(place);
  const known = operators.find((one) => one.municipality === municipality && one.operatorId === operator);
  const password =
    environment[`${PASSWORD_VARIABLE}_${municipality}`] ?? environment[PASSWORD_VARIABLE] ?? known?.password;
  if (password === undefined)
    throw new Problem(
      `操作者 ${operator} のパスワードがありません`,
      `環境変数 ${PASSWORD_VARIABLE} に入れてください`,
    );
  const client = staffClient(consoleUrl);
  const answer = await client.signIn(municipality, operator, password);
  if (answer.status !== 200)
    throw new Problem(problemOf(answer).message, '--municipality と --operator を確かめてください');
  return client;
}

/** The codes of the cities whose console runs on this machine. */
export async function citiesAt(place: Place = HOME_PLACE): Promise<readonly string[]> {
  const { consoleUrl } = await readStackFile(place.stackFile);
  loopbackOf(consoleUrl);
  const { body } = await staffClient(consoleUrl).get('api/session');
  return SessionView.parse(jsonOf(body)).municipalities.map(({ code }) => code);
}

export const REAL_WORLD: StaffWorld = {
  ...REAL_OUTPUT,
  signIn: (who) => signInAt(who, process.env),
  cities: () => citiesAt(),
};
