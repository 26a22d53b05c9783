import { useCallback, useEffect, useState } from 'react';
import type { ApiFault, ApiResult } from './api.ts';
import type { Session } from './session.ts';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'fault'; readonly fault: ApiFault }
  | { readonly kind: 'loaded'; readonly value: T };

/** Reads something for a page, and again on `reload`. What belongs to an earlier question never arrives. */
export function useCall<T>(
  read: (signal: AbortSignal) => Promise<ApiResult<T>>,
  noteAnswer: Session['noteAnswer'],
): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is what asks again
  useEffect(() => {
    const abort = new AbortController();
    setLoaded({ kind: 'loading' });
    void read(abort.signal).then((result) => {
      if (abort.signal.aborted) return;
      noteAnswer(result);
      setLoaded(result.ok ? { kind: 'loaded', value: result.value } : { kind: 'fault', fault: result.fault });
    });
    return () => abort.abort();
  }, [read, noteAnswer, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return [loaded, reload];
}
