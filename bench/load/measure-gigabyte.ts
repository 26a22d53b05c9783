import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { formatFileName, type RowFileName } from '../../functions/linkage/layouts/envelope.ts';
import { NODE } from '../../scripts/local/places.ts';
import { writeLinkFile } from '../../simulator/sample/link-file.ts';
import type { World } from '../../simulator/sample/types.ts';
import { rowsOf } from '../../simulator/sample/world-files.ts';

const PROCESS = fileURLToPath(new URL('./gigabyte-process.ts', import.meta.url));
const BYTES = 2 ** 30;
const OLD_SPACE_MB = 128;
const PATIENCE_MS = 1_800_000;

export type Gigabyte = {
  readonly bytes: number;
  readonly rows: number;
  readonly seconds: number;
  readonly oldSpaceMb: number;
  readonly vmHwmBytes: number;
};

/** A full file of a gigabyte through the whole ingest in a process that may keep next to nothing. */
export async function measureGigabyte(world: World, say: (line: string) => void): Promise<Gigabyte> {
  const [city] = world.cities;
  if (city === undefined) throw new Error('bench: a world without a city');
  const name: RowFileName = {
    municipality: city.municipality.code,
    feed: 'resident',
    kind: 'full',
    epoch: 1,
    fileNumber: 1,
  };
  const folder = await mkdtemp(join(tmpdir(), 'kofu-gigabyte-'));
  const path = join(folder, formatFileName(name));
  try {
    const { bytes, rows } = await writeLong(world, name, path);
    say(`a file of ${bytes} bytes and ${rows} rows is written`);
    const began = performance.now();
    const { stdout } = await promisify(execFile)(
      NODE,
      [`--max-old-space-size=${OLD_SPACE_MB}`, PROCESS, path, formatFileName(name)],
      { timeout: PATIENCE_MS, env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const { end, counts, vmHwmBytes } = JSON.parse(stdout);
    if (end !== 'done' || counts?.read !== rows || counts.rejected > 0)
      throw new Error('bench: the long file was not taken in as a whole');
    return {
      bytes,
      rows,
      seconds: (performance.now() - began) / 1000,
      oldSpaceMb: OLD_SPACE_MB,
      vmHwmBytes,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rows of a world again and again, each time as other people, until the file is long enough. */
async function writeLong(world: World, name: RowFileName, path: string) {
  const [city] = world.cities;
  const rows = city === undefined ? [] : rowsOf(world, city, 'resident');
  const hash = createHash('sha256');
  let [bytes, count] = [0, 0];
  const taken = (part: Uint8Array): Uint8Array => {
    hash.update(part);
    bytes += part.byteLength;
    return part;
  };
  async function* parts(): AsyncGenerator<Uint8Array> {
    const madeAt = `${world.parameters.today}T00:00:00+09:00`;
    yield taken(linesOf(name, madeAt, []).head);
    for (let turn = 1; bytes < BYTES; turn += 1) {
      const others = rows.map((row, index) => ({
        ...row,
        number: String(turn * rows.length + index),
        personId: String(turn * rows.length + index).padStart(15, '0'),
      }));
      count += others.length;
      yield taken(linesOf(name, madeAt, others).rows);
    }
    const trailer = Buffer.from(`#END,${count},${hash.digest('hex')}\n`);
    bytes += trailer.byteLength;
    yield trailer;
  }
  await pipeline(Readable.from(parts()), createWriteStream(path));
  return { bytes, rows: count };
}

/** The parts of a link file that the sample world's own writer makes. */
function linesOf(name: RowFileName, madeAt: string, rows: Parameters<typeof writeLinkFile>[2]) {
  const file = Buffer.from(writeLinkFile(name, madeAt, rows));
  const headings = file.indexOf('\n', file.indexOf('\n') + 1) + 1;
  return { head: file.subarray(0, headings), rows: file.subarray(headings, file.lastIndexOf('#END,')) };
}
