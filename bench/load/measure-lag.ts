import { setTimeout as pause } from 'node:timers/promises';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { ownRows } from '../../simulator/sample/own-rows.ts';
import { jsonOf, kioskOverHttp } from '../../test/support/kiosk.ts';
import { linkInbox } from '../../test/support/link-inbox.ts';

const CITY = MunicipalityCode.parse('012335');
/** Of one of the files that load the system meanwhile. */
const ROWS_PER_FILE = 1_500;
const POLL_MS = 50;
const PATIENCE_MS = 180_000;
/** Of a kiosk's answer: this person's own restriction, and none of the city's closures. */
const RESTRICTED = 'KSK-1005';

export type Lags = {
  /** Milliseconds from the upload's answer to the end of the kiosk's first refusal. */
  readonly lags: readonly number[];
  /** Rows that were applied by the other lane meanwhile. */
  readonly rows: number;
  readonly seconds: number;
};

/**
 * How long somebody can still have a certificate after the core system's restriction has been uploaded, while the
 * ordinary lane is never without a file: the deployed system, from the bucket to the kiosk API.
 */
export async function measureLag(samples: number, say: (line: string) => void): Promise<Lags> {
  const kiosk = await kioskOverHttp();
  const inbox = linkInbox(CITY);
  const people = Array.from({ length: samples }, () => ownRows(CITY));
  await Promise.all([
    inbox.send(
      'resident',
      people.map((person) => person.resident(1)),
    ),
    inbox.send(
      'serial',
      people.map((person) => person.serialRow(1)),
    ),
  ]);

  let isOver = false;
  let rows = 0;
  const began = performance.now();
  const load = async (): Promise<void> => {
    while (!isOver) {
      const crowd = Array.from({ length: ROWS_PER_FILE }, () => ownRows(CITY).resident(1));
      await inbox.send('resident', crowd);
      rows += crowd.length;
    }
  };
  const codeFor = async (person: (typeof people)[number]): Promise<string> => {
    const answer = await kiosk.ask('/v1/issue', kiosk.wish(person.card));
    return answer.status === 200 ? 'issued' : String((jsonOf(answer) as { code?: unknown }).code);
  };
  const sample = async (person: (typeof people)[number]): Promise<number> => {
    const before = await codeFor(person);
    if (before !== 'issued') throw new Error(`bench: somebody was refused with ${before} beforehand`);
    const name = await inbox.newName('restriction');
    await inbox.putFile(name, inbox.bytesOf(name, [person.restriction(2)]));
    const uploaded = performance.now();
    for (;;) {
      if ((await codeFor(person)) === RESTRICTED) return performance.now() - uploaded;
      if (performance.now() - uploaded > PATIENCE_MS)
        throw new Error('bench: a restriction never reached the kiosk');
      await pause(POLL_MS);
    }
  };

  const loading = load();
  const lags: number[] = [];
  try {
    for (const person of people) {
      lags.push(await sample(person));
      if (lags.length % 50 === 0) say(`${lags.length} restrictions`);
    }
  } finally {
    isOver = true;
    await loading;
  }
  return { lags, rows, seconds: (performance.now() - began) / 1000 };
}
