import type { CityFonts } from './city-fonts.ts';
import type { Obstacle } from './set-certificate.ts';

/** What a command brought: for people, and the same as data. */
export type Outcome = { readonly text: string; readonly data: object };

/** The packs that may draw, as `--json` names them; `sha256` is what an issuance record names. */
export const packsOf = ({ fonts }: CityFonts) =>
  fonts.map(({ id, name, version, pack }) => ({
    id,
    font: name,
    version,
    fontSha256: pack.header.source.sha256,
    sha256: pack.id,
  }));

const TEXT_RULES: Readonly<Record<string, string>> = {
  'lone-surrogate': 'サロゲートが単独であります',
  'stray-selector': '異体字セレクタの前に文字がありません',
  'non-character': '文字ではない符号があります',
  'control-code': '制御符号があります',
};

function linesOf(obstacle: Obstacle): string[] {
  switch (obstacle.kind) {
    case 'missing-glyph':
      return obstacle.missing.map(({ field, key }) => `  ${field}: ${key} の字形がありません`);
    case 'overflow':
      return [`  ${obstacle.field}: 欄に入りきりません`];
    case 'bad-text':
      return [`  ${obstacle.field}: ${TEXT_RULES[obstacle.rule] ?? obstacle.rule}`];
    case 'bad-list':
      return [`  ${obstacle.field}: 描けません（${obstacle.rule}）`];
  }
}

/** What stands in the way, a line each; of the data only characters without a glyph are named, by their codes. */
export const obstacleLines = (obstacles: readonly Obstacle[]): string[] => obstacles.flatMap(linesOf);
