import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@digital-go-jp/design-tokens/dist/tokens.css';
import '../styles/frame.css';
import '../styles/parts.css';
import '../styles/scenarios.css';
import { scenarioApi } from './api.ts';
import { ScenariosPage } from './scenarios-page.tsx';

const place = document.getElementById('scenarios');
if (place === null) throw new Error('the page has no place for the scenarios');
createRoot(place).render(
  <StrictMode>
    <ScenariosPage api={scenarioApi} />
  </StrictMode>,
);
