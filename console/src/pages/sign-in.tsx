import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type SessionView, SignInRequest } from '../../../functions/operators/contract.ts';
import type { ApiFault } from '../api.ts';
import { Alert } from '../components/alert.tsx';
import { FaultAlert } from '../components/fault-alert.tsx';
import type { Session, SignOutNotice } from '../session.ts';

type SignInProps = {
  readonly session: Session;
  readonly view: SessionView;
  readonly notice: SignOutNotice | undefined;
};

type FormFault = ApiFault | { readonly kind: 'incomplete' };

const NOTICES: Readonly<Record<SignOutNotice, string>> = {
  expired: 'しばらく操作がなかったため、サインアウトしました。もう一度サインインしてください。',
  'signed-out': 'サインアウトしました。',
};

export function SignInPage({ session, view, notice }: SignInProps) {
  const [fault, setFault] = useState<FormFault>();
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const [city, setCity] = useRememberedCity(view);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wish = SignInRequest.safeParse({
      municipality: city,
      operatorId: String(form.get('operatorId') ?? '').trim(),
      password: String(form.get('password') ?? ''),
    });
    if (!wish.success) return setFault({ kind: 'incomplete' });
    setFault(undefined);
    setBusy(true);
    const failure = await session.enter(wish.data);
    setBusy(false);
    if (failure === undefined) return undefined;
    setFault(failure);
    if (password.current !== null) {
      password.current.value = '';
      password.current.focus();
    }
    return undefined;
  };

  return (
    <main className="alone">
      <h1 className="alone-title">
        <span>コンビニ交付 運用管理</span>
        サインイン
      </h1>
      {notice !== undefined && (
        <p className="notice" role="status">
          {NOTICES[notice]}
        </p>
      )}
      <form className="form" onSubmit={(event) => void submit(event)} noValidate aria-busy={busy}>
        {fault?.kind === 'incomplete' && <Alert>市、操作者 ID、パスワードをすべて入力してください。</Alert>}
        {fault !== undefined && fault.kind !== 'incomplete' && <FaultAlert fault={fault} />}
        <div className="field">
          <label htmlFor="municipality">市</label>
          <select
            id="municipality"
            value={city}
            onChange={(event) => setCity(event.currentTarget.value)}
            required
          >
            <option value="">選んでください</option>
            {view.municipalities.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="operatorId">操作者 ID</label>
          <input
            id="operatorId"
            name="operatorId"
            type="text"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        </div>
        <div className="field">
          <label htmlFor="password">パスワード</label>
          <input
            id="password"
            name="password"
            type="password"
            autoComplete="current-password"
            ref={password}
            required
          />
        </div>
        <button type="submit" className="button button-main" disabled={busy}>
          {busy ? '確認しています' : 'サインイン'}
        </button>
      </form>
    </main>
  );
}

const CITY_KEY = 'kofu-municipality';

/** The city that was chosen last on this computer: it says nothing of any person. */
function useRememberedCity(view: SessionView): [string, (code: string) => void] {
  const [city, setCity] = useState('');
  useEffect(() => {
    const remembered = window.localStorage.getItem(CITY_KEY);
    const only = view.municipalities.length === 1 ? view.municipalities[0]?.code : undefined;
    const known = view.municipalities.find(({ code }) => code === remembered)?.code ?? only;
    if (known !== undefined) setCity(known);
  }, [view.municipalities]);
  return [
    city,
    (code) => {
      setCity(code);
      window.localStorage.setItem(CITY_KEY, code);
    },
  ];
}
