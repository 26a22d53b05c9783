import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionView, SignedIn, SignInRequest } from '../../functions/operators/contract.ts';
import { type ApiFault, type ApiResult, readSession, signIn, signOut } from './api.ts';

export type SignOutNotice = 'expired' | 'signed-out';

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreachable' }
  | {
      readonly kind: 'signed-out';
      readonly view: SessionView;
      readonly notice: SignOutNotice | undefined;
    }
  | { readonly kind: 'signed-in'; readonly view: SessionView; readonly signedIn: SignedIn };

export type Session = {
  readonly state: SessionState;
  readonly reload: () => void;
  /** The fault that the page shows, or undefined after success. */
  readonly enter: (wish: SignInRequest) => Promise<ApiFault | undefined>;
  readonly leave: () => Promise<void>;
  /** Takes note of an answer: any keeps the session alive, an expired one ends it. */
  readonly noteAnswer: (result: ApiResult<unknown>) => void;
};

/** Who works here. What the session has shown leaves the screen as soon as it ends, also by idleness. */
export function useSession(): Session {
  const [state, setState] = useState<SessionState>({ kind: 'loading' });
  const timer = useRef<number | undefined>(undefined);

  const close = useCallback((notice: SignOutNotice) => {
    window.clearTimeout(timer.current);
    setState((before) =>
      before.kind === 'signed-in'
        ? { kind: 'signed-out', view: { ...before.view, signedIn: null }, notice }
        : before,
    );
  }, []);

  const startTimer = useCallback(
    (minutes: number) => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => close('expired'), minutes * 60_000);
    },
    [close],
  );

  const take = useCallback(
    (view: SessionView) => {
      const { signedIn } = view;
      if (signedIn === null) return setState({ kind: 'signed-out', view, notice: undefined });
      startTimer(signedIn.idleMinutes);
      setState({ kind: 'signed-in', view, signedIn });
    },
    [startTimer],
  );

  const reload = useCallback(() => {
    setState({ kind: 'loading' });
    void readSession().then((result) => (result.ok ? take(result.value) : setState({ kind: 'unreachable' })));
  }, [take]);

  useEffect(() => {
    reload();
    return () => window.clearTimeout(timer.current);
  }, [reload]);

  const signedIn = state.kind === 'signed-in' ? state.signedIn : undefined;

  const noteAnswer = useCallback(
    (result: ApiResult<unknown>) => {
      if (result.ok) {
        if (signedIn !== undefined) startTimer(signedIn.idleMinutes);
      } else if (result.fault.kind === 'expired') close('expired');
    },
    [signedIn, startTimer, close],
  );

  return {
    state,
    reload,
    noteAnswer,
    async enter(wish) {
      const result = await signIn(wish);
      if (!result.ok) return result.fault;
      take(result.value);
      return undefined;
    },
    async leave() {
      if (signedIn === undefined) return;
      const result = await signOut(signedIn.csrfToken);
      // A session that has expired meanwhile is over as well; anything else is not, and must not look so.
      if (result.ok || result.fault.kind === 'expired') close('signed-out');
      else throw new Error('the session could not be closed');
    },
  };
}
