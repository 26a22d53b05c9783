/** Line drawings; each says nothing to a screen reader that the text beside it does not say. */

export function LogoIcon() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" width="32" height="32">
      <rect width="32" height="32" rx="6" className="ink-key" />
      <path d="M9 5h10l5 5v17H9z" className="ink-paper" />
      <path d="M12 14h9M12 17.5h9M12 21h4" className="line-key" strokeWidth="1.5" />
      <rect x="18.5" y="20" width="4.5" height="4.5" rx="1" className="ink-seal" />
    </svg>
  );
}

export function RestartIcon() {
  return (
    <svg aria-hidden="true" className="icon" viewBox="0 0 24 24">
      <path d="M5 12a7 7 0 1 0 2.2-5.1M5 4v4.5h4.5" />
    </svg>
  );
}

export function BackIcon() {
  return (
    <svg aria-hidden="true" className="icon" viewBox="0 0 24 24">
      <path d="M14.5 5 7.5 12l7 7" />
    </svg>
  );
}

export function NextIcon() {
  return (
    <svg aria-hidden="true" className="icon" viewBox="0 0 24 24">
      <path d="m9.5 5 7 7-7 7" />
    </svg>
  );
}

/** The reader of a kiosk with a card coming down on it. */
export function ReaderPicture() {
  return (
    <svg aria-hidden="true" className="picture" viewBox="0 0 300 240">
      <ellipse cx="150" cy="222" rx="120" ry="10" className="ink-shadow" />
      <path d="M38 150h224l24 62a8 8 0 0 1-8 8H22a8 8 0 0 1-8-8z" className="ink-device" />
      <path d="M38 150h224l14 36H24z" className="ink-device-top" />
      <path d="M92 158h116l9 22H83z" className="ink-slot" />
      <g className="card-falling">
        <rect x="82" y="30" width="136" height="86" rx="9" className="ink-card" />
        <rect x="82" y="30" width="136" height="20" rx="9" className="ink-card-band" />
        <rect x="82" y="42" width="136" height="8" className="ink-card-band" />
        <rect x="94" y="62" width="30" height="38" rx="3" className="ink-card-face" />
        <circle cx="109" cy="76" r="7" className="ink-card-person" />
        <path d="M97 99c1-9 6-12 12-12s11 3 12 12z" className="ink-card-person" />
        <path d="M134 68h52M134 80h66M134 92h44" className="line-card" strokeWidth="4" />
        <path d="M150 126v16m-8-7 8 8 8-8" className="line-key" strokeWidth="4" />
      </g>
    </svg>
  );
}

/** A printer and the sheet that comes out of its slot, nothing of which shows above it. */
export function SheetPicture({ state }: { readonly state: 'printing' | 'jammed' | 'done' }) {
  return (
    <svg aria-hidden="true" className={`picture picture-${state}`} viewBox="0 0 300 240">
      <ellipse cx="150" cy="226" rx="110" ry="8" className="ink-shadow" />
      <svg aria-hidden="true" x="0" y="104" width="300" height="136" viewBox="0 104 300 136">
        <g className="sheet">
          {state === 'jammed' ? (
            <path
              d="M98 96h104v58l-16 10 16 10v40l-20-9-16 11-20-10-18 10-16-11-14 9v-44l12-8-12-10z"
              className="ink-sheet"
            />
          ) : (
            <rect x="98" y="84" width="104" height="134" rx="2" className="ink-sheet" />
          )}
          <path d="M114 120h72M114 134h72M114 148h50" className="line-sheet" strokeWidth="4" />
          {state === 'jammed' ? null : (
            <rect x="166" y="186" width="20" height="20" rx="3" className="line-seal" />
          )}
        </g>
      </svg>
      <path d="M40 44a12 12 0 0 1 12-12h196a12 12 0 0 1 12 12v56H40z" className="ink-device-top" />
      <rect x="40" y="88" width="220" height="26" rx="6" className="ink-device" />
      <rect x="78" y="98" width="144" height="6" rx="3" className="ink-slot" />
      <circle cx="236" cy="54" r="6" className={state === 'jammed' ? 'ink-lamp-bad' : 'ink-lamp'} />
    </svg>
  );
}

/** A document that is being written. */
export function DocumentPicture() {
  return (
    <svg aria-hidden="true" className="picture picture-document" viewBox="0 0 300 240">
      <ellipse cx="150" cy="228" rx="90" ry="7" className="ink-shadow" />
      <path d="M82 16h104l32 32v172H82z" className="ink-sheet" />
      <path d="M186 16v32h32" className="line-sheet" strokeWidth="2" />
      <path d="M122 48h44" className="line-key written" strokeWidth="5" pathLength="100" />
      <path d="M102 78h96" className="line-sheet written" strokeWidth="5" pathLength="100" />
      <path d="M102 100h96" className="line-sheet written" strokeWidth="5" pathLength="100" />
      <path d="M102 122h96" className="line-sheet written" strokeWidth="5" pathLength="100" />
      <path d="M102 144h60" className="line-sheet written" strokeWidth="5" pathLength="100" />
      <rect x="172" y="176" width="26" height="26" rx="3" className="line-seal stamped" />
    </svg>
  );
}

export function NoticePicture({ tone }: { readonly tone: 'refused' | 'locked' }) {
  return (
    <svg aria-hidden="true" className="picture picture-small" viewBox="0 0 120 120">
      <circle cx="60" cy="60" r="52" className="ink-notice" />
      {tone === 'refused' ? (
        <>
          <path d="M60 32v36" className="line-notice" strokeWidth="9" />
          <circle cx="60" cy="86" r="5.5" className="ink-notice-dot" />
        </>
      ) : (
        <>
          <rect x="38" y="54" width="44" height="34" rx="5" className="ink-notice-dot" />
          <path d="M46 54v-9a14 14 0 0 1 28 0v9" className="line-notice" strokeWidth="7" />
        </>
      )}
    </svg>
  );
}
