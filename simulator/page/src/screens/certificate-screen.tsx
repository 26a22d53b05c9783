import type { KioskCity } from '../../../kiosk/page-contract.ts';
import { Frame, useKiosk } from '../frame.tsx';
import { NextIcon } from '../pictures.tsx';
import type { Step } from '../step.ts';
import { cityName, yen } from '../words.ts';

type Props = { readonly step: Extract<Step, { at: 'certificate' }>; readonly cities: readonly KioskCity[] };

export function CertificateScreen({ step, cities }: Props) {
  const { act } = useKiosk();
  const { offers, municipality } = step.menu;
  return (
    <Frame
      title="証明書を選んでください"
      lead={
        offers.length > 0
          ? `${cityName(cities, municipality)}で、いまお取りいただける証明書です。`
          : 'いまお取りいただける証明書はありません。お住まいの市の窓口にお問い合わせください。'
      }
    >
      <div className="choices choices-column">
        {offers.map(({ type, name, feeJpy }) => (
          <button
            type="button"
            key={type}
            className="choice"
            onClick={() => act({ do: 'choose-certificate', type })}
          >
            <span className="choice-name">{name}</span>
            <span className="choice-fee">1通 {yen(feeJpy)}</span>
            <NextIcon />
          </button>
        ))}
      </div>
    </Frame>
  );
}
