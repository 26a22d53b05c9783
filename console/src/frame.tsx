import { type ReactNode, useState } from 'react';
import type { SignedIn } from '../../functions/operators/contract.ts';
import { Alert } from './components/alert.tsx';
import { NAVIGATION } from './navigation.ts';
import type { Place } from './place.ts';
import type { Session } from './session.ts';

type FrameProps = {
  readonly session: Session;
  readonly signedIn: SignedIn;
  readonly place: Place;
  readonly children: ReactNode;
};

/** What surrounds every page of a signed-in operator. */
export function Frame({ session, signedIn, place, children }: FrameProps) {
  const entries = NAVIGATION.filter(({ permission }) => signedIn.permissions.includes(permission));
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={skipToMain}>
        本文へ移動
      </button>
      <header className="header">
        <p className="header-name">コンビニ交付 運用管理</p>
        <p className="header-city">{signedIn.municipality.name}</p>
        <Operator session={session} signedIn={signedIn} />
      </header>
      <nav className="navigation" aria-label="メニュー">
        <ul>
          {entries.map(({ label, href, section }) => (
            <li key={href}>
              <a
                href={href}
                aria-current={
                  place.page === section || place.page.startsWith(`${section}-`) ? 'page' : undefined
                }
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function Operator({ session, signedIn }: { readonly session: Session; readonly signedIn: SignedIn }) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const leave = () => {
    setState('busy');
    session.leave().catch(() => setState('failed'));
  };
  return (
    <div className="header-operator">
      {state === 'failed' && <Alert>サインアウトできませんでした。もう一度操作してください。</Alert>}
      <p>
        <span className="header-department">{signedIn.department}</span> {signedIn.name}
      </p>
      <button type="button" className="button button-quiet" onClick={leave} disabled={state === 'busy'}>
        サインアウト
      </button>
    </div>
  );
}

/** A button, because the hash that a link would set belongs to the places. */
function skipToMain() {
  document.getElementById('main')?.focus();
}
