import { ClosuresView } from '../../../functions/closures/contract.ts';
import { DecisionsView } from '../../../functions/decisions/contract.ts';
import type { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { jsonOf } from '../../support/kiosk.ts';
import { staffBrowser } from '../../support/staff.ts';
import { createTimeline } from './timeline.ts';

export type Staff = Awaited<ReturnType<typeof signIn>>;

/** Two members of staff of a city at their consoles; what one has closed, the other opens. */
export async function signIn(municipality: MunicipalityCode, passwordOf: (operatorId: string) => string) {
  const closed = createTimeline<string | undefined>(undefined);
  const revisions = new Map<PersonId, number>();

  const browserOf = async (operatorId: string) => {
    const browser = staffBrowser();
    const enter = () => browser.signIn(municipality, operatorId, passwordOf(operatorId));
    const { status } = await enter();
    if (status !== 200) throw new Error(`${operatorId} cannot sign in: ${status}`);
    return async (method: string, path: string, body?: unknown): Promise<unknown> => {
      let answer = await browser.send(method, path, body);
      // A session ends during a long run.
      if (answer.status === 401) {
        await enter();
        answer = await browser.send(method, path, body);
      }
      if (answer.status !== 200) throw new Error(`${method} ${path.split('/')[1]}: ${answer.status}`);
      return jsonOf(answer);
    };
  };
  const [first, second] = [await browserOf('mihon-kanri'), await browserOf('mihon-kanri-2')];

  return {
    /** Which type is closed by hand, or `all`. */
    closed,
    async close(type: string): Promise<void> {
      await closed.change(type, () => first('POST', 'api/closures', { type, reason: 'maintenance' }));
    },
    async open(): Promise<void> {
      const type = closed.current();
      const closure = `${type}#by-hand#mihon-kanri`;
      await first('POST', 'api/closures/opening', { closure, reason: 'closed-by-mistake' });
      await closed.change(undefined, async () => {
        const answer = await second('POST', 'api/closures/opening/confirmation', { closure });
        const { closures } = ClosuresView.parse(answer);
        if (closures.some((one) => one.closure === closure)) throw new Error('it is not open');
      });
    },
    /** Forbids a type, or lifts what was forbidden where none is named. */
    async decide(
      personId: PersonId,
      forbidden: string | undefined,
      before: string | undefined,
    ): Promise<void> {
      const path = `api/decisions/${personId}`;
      const known = revisions.get(personId) ?? DecisionsView.parse(await first('GET', path)).revision;
      const change =
        forbidden === undefined
          ? { action: 'lift', certificateType: before, reason: 'reason-gone' }
          : { action: 'forbid', certificateType: forbidden, reason: 'record-under-review' };
      await second('PUT', path, { revision: known, change });
      revisions.set(personId, known + 1);
    },
  };
}
