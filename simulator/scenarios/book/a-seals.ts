import { printedImages } from '../printed-images.ts';
import type { Scenario } from '../scenario.ts';
import { impressionText, SEAL } from './papers.ts';

/** Just over 8 mm and just under 25 mm: what 印鑑登録証明事務処理要領 allows at either end. */
const SIZES = [8.05, 25] as const;
const INCH_MM = 25.4;
const SCAN_DPI = 300;
/** Less than a pixel of the scan, and more than the reader's own grid. */
const TOLERANCE_MM = 0.06;
/** Pixels of paper around the ink, as `drawImpression` leaves them. */
const MARGIN = 6;

const seals: Scenario = {
  number: 3,
  part: 'A',
  title: '印鑑登録証明書: 8 mm と 25 mm の印影が、紙の上で実寸になる',
  source: '仕様書 3(2)①カ、印鑑登録証明事務処理要領',
  async play(stage) {
    const { municipality } = stage.somebody();
    const people = await stage.residents(
      municipality,
      SIZES.map(() => ({})),
      '印鑑登録をする 2 人',
    );
    const impressions = SIZES.map(impressionText);
    await stage.link(
      municipality,
      'seal',
      people.map((own, index) => own.seal(1, { impression: impressions[index] ?? '' })),
      '8 mm と 25 mm の印影（BMP、300 dpi、BASE64）',
    );
    for (const [index, own] of people.entries()) {
      const size = SIZES[index] ?? 0;
      const issued = await stage.issue(
        await stage.wish(own.card, SEAL),
        `${Math.floor(size)} mm の印鑑の証明書を求める`,
        true,
      );
      stage.expect('交付された', issued.ok);
      if (!issued.ok) continue;
      const side = Buffer.from(impressions[index] ?? '', 'base64').readInt32LE(18);
      const printed = printedImages(issued.value.pdf).find(({ columns }) => columns === side);
      stage.expect('届いた印影が 1 画素も欠けずに載っている', printed?.rows === side);
      if (printed === undefined) continue;
      const wanted = ((side - 2 * MARGIN) * INCH_MM) / SCAN_DPI;
      const { width, height } = printed.inkMillimetres;
      stage.show(`印影（目盛りは 1 mm）: 幅 ${width} mm、高さ ${height} mm`, [printed.png]);
      stage.expect(
        `印刷される印影は幅・高さとも ${wanted.toFixed(2)} mm（差 ${TOLERANCE_MM} mm 以内）`,
        Math.abs(width - wanted) <= TOLERANCE_MM && Math.abs(height - wanted) <= TOLERANCE_MM,
      );
    }
    stage.elsewhere('8 mm 以下と 25 mm を超える印影が受け付けられないこと', 'test/unit/seal-images/');
  },
};

export const SEALS: readonly Scenario[] = [seals];
