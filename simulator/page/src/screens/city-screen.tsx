import type { KioskCity } from '../../../kiosk/page-contract.ts';
import { Frame, useKiosk } from '../frame.tsx';
import { NextIcon } from '../pictures.tsx';
import type { Step } from '../step.ts';

type Props = { readonly step: Extract<Step, { at: 'city' }>; readonly cities: readonly KioskCity[] };

export function CityScreen({ step, cities }: Props) {
  const { act } = useKiosk();
  return (
    <Frame
      title="お住まいの市を選んでください"
      lead={step.loading === undefined ? '住民登録のある市です。' : '取れる証明書を調べています…'}
    >
      <div className="choices choices-column">
        {cities.map(({ code, name }) => (
          <button
            type="button"
            key={code}
            className="choice"
            aria-busy={step.loading === code}
            disabled={step.loading !== undefined}
            onClick={() => act({ do: 'choose-city', municipality: code })}
          >
            <span className="choice-name">{name}</span>
            {step.loading === code ? <span className="spinner" aria-hidden="true" /> : <NextIcon />}
          </button>
        ))}
      </div>
    </Frame>
  );
}
