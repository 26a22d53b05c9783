import { deflateSync, inflateSync } from 'node:zlib';
import { PDFDocument, PDFRawStream } from 'pdf-lib';
import { drawPdf, readBack } from '../functions/pdf/index.ts';
import { unwrap } from '../functions/shared/result.ts';
import type { Benchmark, BenchOptions, BenchReport } from './benchmark.ts';
import { pdfSamples } from './pdf-samples.ts';
import { median, percentile, ratios } from './statistics.ts';

const CERTIFICATES = 100;
const WARM_UP_ROUNDS = 2;
/** Drawing a certificate may take so many times what compressing its streams alone takes. */
const GOAL_RATIO = 3;

/** Drawing and reading back in this process, against nothing but zlib at its usual level over the same streams. */
export const pdf: Benchmark = {
  name: 'pdf',
  summary: 'Drawing and reading back a certificate, against zlib over the same streams',
  needsSystem: false,
  rounds: 5,
  run: measurePdf,
};

async function measurePdf({ rounds, seconds, say }: BenchOptions): Promise<BenchReport> {
  const { lists, fonts } = pdfSamples(CERTIFICATES);
  const files = lists.map((list) => unwrap(drawPdf(list, fonts)));
  const streams = await Promise.all(files.map(streamsOf));
  say(`${CERTIFICATES} certificates a round`);
  const draw: number[] = [];
  const read: number[] = [];
  const zlib: number[] = [];
  const perRound: number[] = [];
  const began = performance.now();
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    if (round > 0 && performance.now() - began > seconds * 1000) break;
    const times = { draw: [] as number[], read: [] as number[], zlib: [] as number[] };
    for (const [index, list] of lists.entries()) {
      times.draw.push(timed(() => drawPdf(list, fonts)));
      times.read.push(timed(() => readBack(files[index] ?? new Uint8Array())));
      times.zlib.push(timed(() => streams[index]?.map((bytes) => deflateSync(bytes, { level: 6 }))));
    }
    if (round < 0) continue;
    draw.push(...times.draw);
    read.push(...times.read);
    zlib.push(...times.zlib);
    perRound.push(median(ratios(times.draw, times.zlib)));
  }
  const line = (name: string, values: readonly number[]): string =>
    `${name.padEnd(9)} p50 ${median(values).toFixed(3)} ms, p99 ${percentile(values, 0.99).toFixed(3)} ms`;
  return {
    targets: [
      {
        name: 'pdf: drawing over zlib of its streams, p50',
        value: median(perRound),
        unit: '×',
        goal: { is: 'at most', value: GOAL_RATIO },
      },
    ],
    notes: [
      line('draw', draw),
      line('read back', read),
      line('zlib', zlib),
      `bytes: p50 ${median(files.map((file) => file.length))}`,
    ],
  };
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** The contents of a file's compressed streams. */
async function streamsOf(file: Uint8Array): Promise<readonly Uint8Array[]> {
  const document = await PDFDocument.load(file, { updateMetadata: false });
  return document.context.enumerateIndirectObjects().flatMap(([, object]) => {
    if (!(object instanceof PDFRawStream) || !String(object.dict).includes('/FlateDecode')) return [];
    return [inflateSync(object.contents)];
  });
}
