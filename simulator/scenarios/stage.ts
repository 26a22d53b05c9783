import { setTimeout as pause } from 'node:timers/promises';
import { type NonResident, nonResidentOf } from '../sample/non-residents.ts';
import { type ListedPerson, listPeople } from '../sample/people.ts';
import type { Trait } from '../sample/traits.ts';
import { cityActs } from './city-acts.ts';
import { type Evidence, reasonOf } from './evidence.ts';
import { type Card, kioskActs } from './kiosk-acts.ts';
import type { StageParts } from './stage-parts.ts';

export type Stage = ReturnType<typeof createStage>;

/**
 * What a scenario acts on: the kiosk as the centre speaks for it, the core systems, the staff. Whatever is asked and
 * answered is kept as evidence, in its order.
 * @param tell each piece of evidence as soon as it is there
 */
export function createStage(parts: StageParts, tell: (one: Evidence) => void = () => undefined) {
  const evidence: Evidence[] = [];
  const keep = (one: Evidence): void => {
    evidence.push(one);
    tell(one);
  };
  const ends: { readonly what: string; readonly act: () => Promise<unknown> }[] = [];
  /** What is done when the scenario is over, however it ends: the last first. */
  const atEnd = (what: string, act: () => Promise<unknown>): void => void ends.push({ what, act });
  const { tellRest, ...kiosk } = kioskActs(parts.center, keep);

  return {
    ...kiosk,
    ...cityActs(parts, keep, atEnd),
    evidence: (): readonly Evidence[] => evidence,
    atEnd,
    /** Puts back what was changed; gives what could not be. */
    async leave(): Promise<readonly string[]> {
      await tellRest();
      const failed: string[] = [];
      for (const { what, act } of ends.splice(0).toReversed()) {
        try {
          await act();
          keep({ kind: 'act', what: `元に戻す: ${what}` });
        } catch (error) {
          failed.push(`元に戻せませんでした（${what}）: ${reasonOf(error)}`);
        }
      }
      return failed;
    },
    /** Waits for an instant, in milliseconds since 1970. */
    async until(instant: number, what: string): Promise<void> {
      await pause(Math.max(0, instant - Date.now()));
      keep({ kind: 'act', what });
    },
    act: (what: string): void => keep({ kind: 'act', what }),
    elsewhere: (what: string, where: string): void => keep({ kind: 'elsewhere', what, where }),
    expect: (claim: string, holds: boolean): void => keep({ kind: 'judgement', claim, holds }),
    show: (what: string, pictures: readonly Uint8Array[]): void => keep({ kind: 'pictures', what, pictures }),

    /** People of the sample world with a card; with a trait, who shows it alone come first. */
    people(
      query: { readonly trait?: Trait; readonly municipality?: string; readonly limit?: number } = {},
    ): readonly (ListedPerson & { readonly card: Card })[] {
      return listPeople(parts.world, query).flatMap((person) => {
        const { municipality, issuer, serial } = person;
        if (issuer === null || serial === null) return [];
        return [{ ...person, card: { municipality, issuer, serial } as Card }];
      });
    },

    /** Somebody of each city who lives elsewhere and has a 本籍地利用登録, with what the city knows of them. */
    nonResidents: (): readonly NonResident[] =>
      parts.world.cities.flatMap((city) => nonResidentOf(parts.world, city) ?? []),

    /** The one to begin with. @throws where the sample world has none */
    somebody(trait?: Trait, municipality?: string) {
      const [person] = this.people({
        ...(trait === undefined ? {} : { trait }),
        ...(municipality === undefined ? {} : { municipality }),
      });
      if (person === undefined) throw new Error(`見本に「${trait ?? '交付できる人'}」がいません。`);
      return person;
    },
  };
}
