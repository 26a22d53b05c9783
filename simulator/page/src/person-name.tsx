/**
 * A name as the city keeps it. A city's own characters (外字) exist in no font of the screen: each is shown as a
 * small box that says so; the certificate has the character itself.
 */
export function PersonName({ name }: { readonly name: string }) {
  // A character may stand twice in a name: only its place tells the two apart.
  const parts = Array.from(name.matchAll(/\p{Co}|\P{Co}+/gu), ([text], index) => ({ text, key: `${index}` }));
  return (
    <>
      {parts.map(({ text, key }) =>
        /^\p{Co}$/u.test(text) ? (
          <span className="own-character" key={key} role="img" aria-label="外字">
            外字
          </span>
        ) : (
          <span key={key}>{text}</span>
        ),
      )}
    </>
  );
}
