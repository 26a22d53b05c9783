import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

type Part = { readonly bytes: Buffer; readonly sha256: string; readonly etag: string };
type Stored = {
  readonly bytes: Buffer;
  readonly checksum: string | undefined;
  readonly etag: string;
  readonly modified: Date;
};
type Answer = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
};
type Call = {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

export type FakeS3 = {
  readonly endpoint: string;
  readonly objects: ReadonlyMap<string, Stored>;
  /** How often an object was created under each key. */
  readonly created: ReadonlyMap<string, number>;
  /** `METHOD key`, `METHOD key?part` … in order. */
  readonly calls: readonly string[];
  /** A status that is answered instead, or `drop`: the call takes effect and its answer is lost. */
  readonly fail: (choice: ((call: string) => number | 'drop' | undefined) | undefined) => void;
  /** Lets an object look older than it is. */
  readonly age: (key: string, milliseconds: number) => void;
  readonly close: () => Promise<void>;
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
const fault = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});
const xml = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?>${body}`,
});

/** As much of S3 as the agent uses, on loopback: it judges sums and conditions as S3 does. Keys by path: /bucket/key. */
export async function startFakeS3(bucket: string, delayMs = 0): Promise<FakeS3> {
  const objects = new Map<string, Stored>();
  const created = new Map<string, number>();
  const uploads = new Map<string, Map<number, Part>>();
  const calls: string[] = [];
  let choice: ((call: string) => number | 'drop' | undefined) | undefined;
  let count = 0;

  const put = (key: string, bytes: Buffer, checksum: string | undefined): Answer => {
    count += 1;
    const etag = `"${count}"`;
    objects.set(key, { bytes, checksum, etag, modified: new Date() });
    created.set(key, (created.get(key) ?? 0) + 1);
    return { status: 200, headers: { etag } };
  };
  const conditionFault = ({ key, headers }: Call): Answer | undefined => {
    const there = objects.get(key);
    if (headers['if-none-match'] === '*' && there !== undefined) return fault(412, 'PreconditionFailed');
    if (headers['if-match'] === undefined) return undefined;
    if (there === undefined) return fault(404, 'NoSuchKey');
    return headers['if-match'] === there.etag ? undefined : fault(412, 'PreconditionFailed');
  };
  const sumFault = ({ headers, body }: Call): Answer | undefined => {
    const said = headers['x-amz-checksum-sha256'];
    return said !== undefined && said !== sha256(body) ? fault(400, 'BadDigest') : undefined;
  };

  const onUpload = (call: Call, id: string): Answer => {
    const { method, key, query, body } = call;
    const parts = uploads.get(id);
    if (parts === undefined) return fault(404, 'NoSuchUpload');
    const number = query.get('partNumber');
    if (method === 'PUT') {
      const wrong = sumFault(call);
      if (wrong !== undefined) return wrong;
      const part = { bytes: body, sha256: sha256(body), etag: `"p${number}-${sha256(body).slice(0, 8)}"` };
      parts.set(Number(number), part);
      return { status: 200, headers: { etag: part.etag, 'x-amz-checksum-sha256': part.sha256 } };
    }
    if (method === 'DELETE') {
      uploads.delete(id);
      return { status: 204 };
    }
    if (method === 'GET') {
      // Pages of two, so that their marker is used.
      const after = Number(query.get('part-number-marker') ?? 0);
      const rest = [...parts].filter(([n]) => n > after).sort(([a], [b]) => a - b);
      const page = rest.slice(0, 2);
      const listed = page.map(
        ([n, { etag, bytes, sha256: sum }]) =>
          `<Part><PartNumber>${n}</PartNumber><ETag>${etag}</ETag><Size>${bytes.byteLength}</Size><ChecksumSHA256>${sum}</ChecksumSHA256></Part>`,
      );
      const more = rest.length > page.length;
      return xml(
        `<ListPartsResult><IsTruncated>${more}</IsTruncated><NextPartNumberMarker>${page.at(-1)?.[0] ?? 0}</NextPartNumberMarker>${listed.join('')}</ListPartsResult>`,
      );
    }
    const beaten = conditionFault(call);
    if (beaten !== undefined) return beaten;
    const named = [...body.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: /<ETag>(.*?)<\/ETag>/.exec(part)?.[1]?.replaceAll('&quot;', '"'),
      sum: /<ChecksumSHA256>(.*?)<\/ChecksumSHA256>/.exec(part)?.[1],
    }));
    const pieces = named.flatMap(({ number: n, etag, sum }) => {
      const part = parts.get(n);
      return part !== undefined && part.etag === etag && part.sha256 === sum ? [part] : [];
    });
    if (pieces.length !== named.length || pieces.length === 0) return fault(400, 'InvalidPart');
    const sums = Buffer.concat(pieces.map(({ sha256: sum }) => Buffer.from(sum, 'base64')));
    const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
    uploads.delete(id);
    put(key, bytes, `${sha256(sums)}-${pieces.length}`);
    return xml('<CompleteMultipartUploadResult><ETag>"m"</ETag></CompleteMultipartUploadResult>');
  };

  const answer = (call: Call): Answer => {
    const { method, key, query, headers, body } = call;
    const upload = query.get('uploadId');
    if (upload !== null) return onUpload(call, upload);
    if (method === 'POST' && query.has('uploads')) {
      if (headers['x-amz-checksum-algorithm'] !== 'SHA256') return fault(400, 'InvalidRequest');
      count += 1;
      uploads.set(`u${count}`, new Map());
      return xml(
        `<InitiateMultipartUploadResult><UploadId>u${count}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    if (method === 'PUT') {
      const given = headers['x-amz-checksum-sha256'];
      return (
        sumFault(call) ??
        conditionFault(call) ??
        put(key, body, typeof given === 'string' ? given : undefined)
      );
    }
    const there = objects.get(key);
    if (there === undefined) return fault(404, 'NoSuchKey');
    const shown =
      headers['x-amz-checksum-mode'] === 'ENABLED' && there.checksum !== undefined
        ? { 'x-amz-checksum-sha256': there.checksum }
        : {};
    return {
      status: 200,
      headers: {
        ...shown,
        etag: there.etag,
        'last-modified': there.modified.toUTCString(),
        'content-length': String(there.bytes.byteLength),
      },
      ...(method === 'HEAD' ? {} : { body: there.bytes }),
    };
  };

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', async () => {
      if (delayMs > 0) await pause(delayMs);
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const { method = 'GET', headers } = request;
      const key = decodeURIComponent(pathname).replace(`/${bucket}/`, '');
      const number = searchParams.get('partNumber');
      const name = `${method} ${key}${number === null ? '' : `?${number}`}${searchParams.has('uploads') ? '?uploads' : ''}`;
      calls.push(name);
      const chosen = choice?.(name);
      if (typeof chosen === 'number') {
        response.writeHead(chosen).end();
        return;
      }
      const {
        status,
        headers: shown,
        body,
      } = answer({ method, key, query: searchParams, headers, body: Buffer.concat(pieces) });
      if (chosen === 'drop') request.socket.destroy();
      else response.writeHead(status, shown).end(method === 'HEAD' ? undefined : body);
    });
    request.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    objects,
    created,
    calls,
    fail: (next) => {
      choice = next;
    },
    age: (key, milliseconds) => {
      const there = objects.get(key);
      if (there !== undefined)
        objects.set(key, { ...there, modified: new Date(there.modified.getTime() - milliseconds) });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
