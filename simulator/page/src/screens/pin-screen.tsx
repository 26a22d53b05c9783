import { useEffect } from 'react';
import { PIN_LENGTH } from '../../../kiosk/page-contract.ts';
import { Frame, useKiosk } from '../frame.tsx';
import type { Act, Step } from '../step.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export function PinScreen({ step }: { readonly step: Extract<Step, { at: 'pin' }> }) {
  const { act } = useKiosk();
  useKeyboard(act);
  const { digits, left, checking } = step;
  return (
    <Frame
      title="暗証番号を入力してください"
      lead="利用者証明用電子証明書の暗証番号（数字4桁）です。"
      primary={{
        label: checking ? '確かめています' : '確認',
        disabled: digits.length !== PIN_LENGTH || checking,
        onPress: () => act({ do: 'confirm-pin' }),
      }}
    >
      <div className="pin-side">
        <p
          className="pin-digits"
          role="status"
          aria-label={`${PIN_LENGTH}桁のうち${digits.length}桁を入力しました`}
        >
          {Array.from({ length: PIN_LENGTH }, (_, index) => index).map((place) => (
            <span key={place} className={place < digits.length ? 'pin-typed' : ''} aria-hidden="true" />
          ))}
        </p>
        {left === undefined ? null : (
          <p className="alert" role="alert">
            暗証番号が違います。あと{left}回まちがえると、このカードは使えなくなります。
          </p>
        )}
        <p className="play-note">
          <strong>シミュレーター</strong>
          見本のカードの暗証番号は、どれも 1234 です。
        </p>
      </div>
      <fieldset className="pin-keys" disabled={checking}>
        <legend className="unseen">数字</legend>
        {KEYS.map((digit) => (
          <button type="button" key={digit} onClick={() => act({ do: 'type-digit', digit })}>
            {digit}
          </button>
        ))}
        <button type="button" className="pin-word" onClick={() => act({ do: 'clear-digits' })}>
          全消去
        </button>
        <button type="button" onClick={() => act({ do: 'type-digit', digit: '0' })}>
          0
        </button>
        <button type="button" className="pin-word" onClick={() => act({ do: 'erase-digit' })}>
          訂正
        </button>
      </fieldset>
    </Frame>
  );
}

/** Digits, erase and Enter work wherever the focus is; Enter on a button stays that button's. */
function useKeyboard(act: (act: Act) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^\d$/.test(event.key)) act({ do: 'type-digit', digit: event.key });
      else if (event.key === 'Backspace') act({ do: 'erase-digit' });
      else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement))
        act({ do: 'confirm-pin' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [act]);
}
