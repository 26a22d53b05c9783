import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@digital-go-jp/design-tokens/dist/tokens.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/screens.css';
import { kioskApi } from './api.ts';
import { App } from './app.tsx';
import { createKioskStore } from './kiosk-store.ts';

const place = document.getElementById('kiosk');
if (place === null) throw new Error('the page has no place for the kiosk');
createRoot(place).render(
  <StrictMode>
    <App api={kioskApi} store={createKioskStore(kioskApi)} />
  </StrictMode>,
);
