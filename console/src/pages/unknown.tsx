import { HOME } from '../place.ts';

export function UnknownPage() {
  return (
    <>
      <h1>ページが見つかりません</h1>
      <p>
        <a href={HOME}>発行履歴へ</a>
      </p>
    </>
  );
}
