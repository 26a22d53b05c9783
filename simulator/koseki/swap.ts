/** How long one waits for another to exchange with. */
const WAIT_MS = 300;

/** Gives the things of two callers to each other; who finds nobody gets what `instead` makes. */
export function exchangeOf<Thing>(): (own: Thing, instead: () => Thing) => Promise<Thing> {
  let waiting: { readonly thing: Thing; readonly give: (other: Thing) => void } | undefined;
  return (own, instead) => {
    const partner = waiting;
    if (partner !== undefined) {
      waiting = undefined;
      partner.give(own);
      return Promise.resolve(partner.thing);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting = undefined;
        resolve(instead());
      }, WAIT_MS);
      waiting = {
        thing: own,
        give: (other) => {
          clearTimeout(timer);
          resolve(other);
        },
      };
    });
  };
}
