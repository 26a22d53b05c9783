import { unreachable } from '../../../functions/shared/result.ts';
import type { KioskApi } from './api.ts';
import { type Act, type Effect, FIRST, type Kiosk, type Move, type News } from './step.ts';
import { advance, receive } from './steps.ts';

/** How long the play of the printer takes, in milliseconds. */
const PRINTING_MS = 3_200;

export type KioskStore = {
  readonly subscribe: (listener: () => void) => () => void;
  readonly current: () => Kiosk;
  readonly act: (act: Act) => void;
};

/** Joins the pure steps with the server and the printer. */
export function createKioskStore(api: KioskApi): KioskStore {
  let kiosk = FIRST;
  const listeners = new Set<() => void>();

  function apply(move: Move): void {
    const visit = kiosk.visit;
    if (move.kiosk !== kiosk) {
      kiosk = move.kiosk;
      for (const listener of listeners) listener();
    }
    void run(move.effects, visit);
  }

  async function run(effects: readonly Effect[], visit: number): Promise<void> {
    for (const effect of effects) {
      const news = await perform(api, effect);
      if (news !== undefined) apply(receive(kiosk, visit, news));
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    current: () => kiosk,
    act: (act) => apply(advance(kiosk, act)),
  };
}

async function perform(api: KioskApi, effect: Effect): Promise<News | undefined> {
  switch (effect.effect) {
    case 'check-pin': {
      const answer = await api.pin(effect.card, effect.pin);
      return answer.ok ? { news: 'pin', answer: answer.value } : { news: 'refused', problem: answer.error };
    }
    case 'load-menu': {
      const menu = await api.menu(effect.session, effect.municipality);
      return menu.ok ? { news: 'menu', menu: menu.value } : { news: 'refused', problem: menu.error };
    }
    case 'issue': {
      const issued = await api.issue(effect.session, effect.choice);
      return issued.ok ? { news: 'issued', ...issued.value } : { news: 'refused', problem: issued.error };
    }
    case 'print':
      if (effect.ending !== 'cancelled') await new Promise((resolve) => setTimeout(resolve, PRINTING_MS));
      return { news: 'paper-out' };
    case 'notify': {
      const { effect: _, ...told } = effect;
      const status = await api.result(told);
      return status.ok
        ? { news: 'recorded', state: status.value.state }
        : { news: 'refused', problem: status.error };
    }
    case 'take-card-off':
      await api.takeCardOff(effect.session);
      return undefined;
    default:
      return unreachable(effect);
  }
}
