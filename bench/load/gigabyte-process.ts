import { createReadStream, readFileSync } from 'node:fs';
import type { FileState } from '../../functions/linkage/file-state.ts';
import { ingestFile } from '../../functions/linkage/ingest-file.ts';
import { inboxKey, isRowFile, parseFileName } from '../../functions/linkage/layouts/envelope.ts';
import { createLog } from '../../functions/shared/log.ts';
import { instantOf } from '../../functions/shared/time.ts';

// One file through the whole ingest in a process of its own, whose memory is looked at in the end; only the tables
// are not there: every row counts as applied.

const [path = '', fileName = ''] = process.argv.slice(2);
const name = parseFileName(fileName);
if (name === undefined || !isRowFile(name)) throw new Error('bench: no link file');

const clock = () => instantOf(Date.now());
let file: { state: FileState; revision: number } | undefined;

const end = await ingestFile(
  {
    registry: { apply: async (_, changes) => changes.map(() => ({ kind: 'applied' })) },
    scan: { buckets: () => [], readGates: async () => [] },
    linkage: {
      readFile: async () => file,
      writeFile: async (_, state, revision) => {
        file = { state, revision: revision + 1 };
        return { state, revision: revision + 1 };
      },
      readNewestFiles: async () => [],
      readSeries: async () => [],
      readWatermark: async () => undefined,
      advanceWatermark: async () => undefined,
      recordFailure: async () => undefined,
    },
    fulls: {
      read: async () => [],
      putNamed: async () => 0,
      readNamed: async () => undefined,
      announce: async (_, own) => [own],
    },
    inbox: { open: async (ref, offset = 0) => ({ ref, bytes: createReadStream(path, { start: offset }) }) },
    enclosures: {},
    rowSettings: async () => ({}),
    takeFont: async () => 'done',
    watch: async () => undefined,
    clock,
    log: createLog(() => undefined, clock),
    mayContinue: () => true,
  },
  { key: inboxKey(name), versionId: '1' },
);

const kilobytes = /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
const counts = file?.state.state === 'applied' ? file.state.counts : undefined;
console.log(JSON.stringify({ end, counts, vmHwmBytes: Number(kilobytes) * 1024 }));
