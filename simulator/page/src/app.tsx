import { useEffect, useState, useSyncExternalStore } from 'react';
import type { KioskWorld } from '../../kiosk/page-contract.ts';
import type { KioskApi } from './api.ts';
import { KioskContext } from './frame.tsx';
import type { KioskStore } from './kiosk-store.ts';
import { CardScreen } from './screens/card-screen.tsx';
import { CertificateScreen } from './screens/certificate-screen.tsx';
import { CityScreen } from './screens/city-screen.tsx';
import { ConfirmScreen } from './screens/confirm-screen.tsx';
import { EntriesScreen } from './screens/entries-screen.tsx';
import { FinishedScreen } from './screens/finished-screen.tsx';
import { MakingScreen } from './screens/making-screen.tsx';
import { PinScreen } from './screens/pin-screen.tsx';
import { PreviewScreen } from './screens/preview-screen.tsx';
import { PrintingScreen } from './screens/printing-screen.tsx';
import { LockedScreen, RefusedScreen } from './screens/refused-screen.tsx';
import { ScopeScreen } from './screens/scope-screen.tsx';
import { YearScreen } from './screens/year-screen.tsx';
import type { Step } from './step.ts';
import { useIdleTimer } from './use-idle-timer.ts';

const NOTHING: KioskWorld = { cities: [], cards: [] };

export function App({ api, store }: { readonly api: KioskApi; readonly store: KioskStore }) {
  const kiosk = useSyncExternalStore(store.subscribe, store.current);
  const [world, setWorld] = useState(NOTHING);
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    void api.world().then((answer) => {
      if (answer.ok) setWorld(answer.value);
      else setTrouble(answer.error.message);
    });
  }, [api]);
  const secondsLeft = useIdleTimer(kiosk, store.act);
  return (
    <KioskContext value={{ step: kiosk.step, act: store.act, secondsLeft, trouble }}>
      <Screen step={kiosk.step} world={world} />
    </KioskContext>
  );
}

function Screen({ step, world }: { readonly step: Step; readonly world: KioskWorld }) {
  switch (step.at) {
    case 'card':
      return <CardScreen world={world} />;
    case 'pin':
      return <PinScreen step={step} />;
    case 'locked':
      return <LockedScreen />;
    case 'city':
      return <CityScreen step={step} cities={world.cities} />;
    case 'certificate':
      return <CertificateScreen step={step} cities={world.cities} />;
    case 'scope':
      return <ScopeScreen step={step} />;
    case 'year':
      return <YearScreen step={step} />;
    case 'entries':
      return <EntriesScreen step={step} />;
    case 'confirm':
      return <ConfirmScreen step={step} cities={world.cities} />;
    case 'making':
      return <MakingScreen />;
    case 'preview':
      return <PreviewScreen step={step} />;
    case 'printing':
      return <PrintingScreen ending={step.ending} />;
    case 'finished':
      return <FinishedScreen step={step} />;
    case 'refused':
      return <RefusedScreen problem={step.problem} />;
  }
}
