import { useSyncExternalStore } from 'react';
import { type Place, placeOf } from './place.ts';

export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return placeOf(hash);
}

export const goTo = (href: string): void => {
  window.location.hash = href;
};

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
