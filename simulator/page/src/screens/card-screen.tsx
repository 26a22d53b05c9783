import { useState } from 'react';
import type { MunicipalityCode } from '../../../../functions/shared/ids.ts';
import { CardOnReader, type KioskWorld, type SampleCard } from '../../../kiosk/page-contract.ts';
import { Frame, useKiosk } from '../frame.tsx';
import { PersonName } from '../person-name.tsx';
import { ReaderPicture } from '../pictures.tsx';
import { cityName, TRAIT_WORDS } from '../words.ts';

/** More notes than these would hide the name. */
const MOST_NOTES = 3;

export function CardScreen({ world }: { readonly world: KioskWorld }) {
  const { trouble } = useKiosk();
  const [chosenCity, setCity] = useState<MunicipalityCode>();
  const city = chosenCity ?? world.cities[0]?.code;
  const cards = world.cards.filter((card) => card.municipality === city);
  return (
    <Frame
      title="カードを置いてください"
      lead="マイナンバーカード（利用者証明用電子証明書）をカード置き場に置きます。"
    >
      <div className="reader">
        <ReaderPicture />
        <OtherCard />
      </div>
      <section className="tray" aria-labelledby="tray-name">
        <div className="tray-head">
          <h2 id="tray-name">見本のカード</h2>
          <fieldset className="cities">
            <legend className="unseen">どの市の見本か</legend>
            {world.cities.map(({ code, name }) => (
              <label key={code}>
                <input type="radio" name="tray" checked={code === city} onChange={() => setCity(code)} />
                {name}
              </label>
            ))}
          </fieldset>
        </div>
        <p className="tray-note">作りものの人です。カードに触れると、カード置き場に置かれます。</p>
        {trouble === undefined ? null : (
          <p className="alert" role="alert">
            {trouble}
          </p>
        )}
        <div className="cards" data-testid="cards">
          <Cards cards={cards.filter((card) => card.issuable)} world={world} name="証明書が出るカード" />
          <Cards cards={cards.filter((card) => !card.issuable)} world={world} name="お断りになるカード" />
        </div>
      </section>
    </Frame>
  );
}

type CardsProps = {
  readonly cards: readonly SampleCard[];
  readonly world: KioskWorld;
  readonly name: string;
};

function Cards({ cards, world, name }: CardsProps) {
  const { act } = useKiosk();
  if (cards.length === 0) return null;
  return (
    <>
      <h3>{name}</h3>
      <ul>
        {cards.map((card) => (
          <li key={`${card.issuer}:${card.serial}`}>
            <button
              type="button"
              className="sample-card"
              onClick={() => act({ do: 'place-card', card: { issuer: card.issuer, serial: card.serial } })}
            >
              <span className="sample-city">
                {cityName(world.cities, card.municipality)}
                <span className="sample-mark">見本</span>
              </span>
              <span className="sample-name">
                <PersonName name={card.fullName} />
              </span>
              {card.dateOfBirth === '' ? null : <span className="sample-birth">{card.dateOfBirth}生</span>}
              <Notes traits={card.traits} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Notes({ traits }: { readonly traits: readonly string[] }) {
  const words = traits.flatMap((trait) => TRAIT_WORDS[trait] ?? []);
  if (words.length === 0) return null;
  return (
    <span className="sample-notes">
      {words.slice(0, MOST_NOTES).map((word) => (
        <span key={word}>{word}</span>
      ))}
    </span>
  );
}

/** For a card that is not in the tray: any other person of the sample world, or nobody at all. */
function OtherCard() {
  const { act } = useKiosk();
  const [issuer, setIssuer] = useState('JPKI-AUTH-03');
  const [serial, setSerial] = useState('');
  const card = CardOnReader.safeParse({ issuer: issuer.trim(), serial: serial.trim() });
  const place = (): void => {
    if (card.success) act({ do: 'place-card', card: card.data });
  };
  return (
    <details className="other-card">
      <summary>ほかのカードを番号で置く</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          place();
        }}
      >
        <label>
          シリアル番号
          <input value={serial} onChange={(event) => setSerial(event.target.value)} autoComplete="off" />
        </label>
        <label>
          発行者
          <input value={issuer} onChange={(event) => setIssuer(event.target.value)} autoComplete="off" />
        </label>
        <button type="submit" className="button button-plain" disabled={!card.success}>
          置く
        </button>
      </form>
    </details>
  );
}
