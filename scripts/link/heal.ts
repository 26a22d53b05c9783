import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatFileName, type RowFileName, seriesOf } from '../../functions/linkage/index.ts';
import { HEADER_MARK, TRAILER_MARK } from '../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../functions/linkage/layouts/feeds.ts';
import type { VerifiedFile } from '../../functions/linkage/read-link-file.ts';
import { readRows } from '../../functions/linkage/read-rows.ts';
import type { ExtractSource } from '../../functions/linkage/reconciliation/index.ts';
import { verifyLinkFile } from '../../functions/linkage/verify-link-file.ts';
import { type Delivered, deliverFile } from './deliver-file.ts';
import type { LinkSystem } from './link-system.ts';

export type Healed = {
  readonly name: RowFileName;
  readonly rows: number;
  readonly end: Delivered;
  /** The core system did not give this number: its own next file must not have it. */
  readonly isOwnNumber: boolean;
};

/**
 * Sends those rows of an extract that heal as a differential file through the inbox, and waits for its end. The file
 * takes the extract's own number where that is free, for the core system has counted it; otherwise the one after the
 * newest. Its time is the extract's: what we send ourselves must not make a feed look fresher than the core system does.
 */
export async function healWith(
  system: LinkSystem,
  source: ExtractSource,
  lines: readonly number[],
): Promise<Healed> {
  const fileNumber = await freeNumber(system, source.name);
  const name: RowFileName = { ...source.name, kind: 'diff', fileNumber };
  const folder = mkdtempSync(join(tmpdir(), 'kofu-heal-'));
  try {
    const path = join(folder, formatFileName(name));
    const { rows, sha256 } = await writeRows(path, name, source, new Set(lines));
    const end = await deliverFile(system, { name, path, sha256 });
    return { name, rows, end, isOwnNumber: fileNumber !== source.name.fileNumber };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function freeNumber({ linkage }: LinkSystem, extract: RowFileName): Promise<number> {
  const { municipality, feed, epoch, fileNumber } = extract;
  const taken = await linkage.readFile(extract);
  if (taken === undefined || taken.state.state === 'refused') return fileNumber;
  const [newest] = await linkage.readNewestFiles(municipality, feed, seriesOf({ kind: 'diff' }), 1);
  return Math.max(fileNumber, newest?.epoch === epoch ? newest.fileNumber : 0) + 1;
}

/** The rows as the extract has them, cell for cell. */
async function writeRows(path: string, name: RowFileName, source: ExtractSource, lines: ReadonlySet<number>) {
  const { layoutVersion, madeAt } = await headerOf(source);
  const file = openSync(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    const put = (cells: readonly string[]): void => {
      const record = recordOf(cells);
      hash.update(record);
      writeSync(file, record);
    };
    const { municipality, feed, kind, epoch, fileNumber } = name;
    put([HEADER_MARK, layoutVersion, municipality, feed, kind, epoch, fileNumber, madeAt].map(String));
    put(columnsOf(feed, layoutVersion).map(({ column }) => column));
    let rows = 0;
    for await (const { records } of readRows(source.open())) {
      for (const { line, cells } of records) {
        if (!lines.has(line)) continue;
        put(cells);
        rows += 1;
      }
    }
    const sha256 = hash.digest('hex');
    writeSync(file, recordOf([TRAILER_MARK, String(rows), sha256]));
    return { rows, sha256 };
  } finally {
    closeSync(file);
  }
}

async function headerOf(source: ExtractSource): Promise<VerifiedFile['header']> {
  const verified = await verifyLinkFile(source.name, source.open());
  if (!verified.ok) throw new Error('link: a verified file reads differently now');
  return verified.value.header;
}

const recordOf = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
