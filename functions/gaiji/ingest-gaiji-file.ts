import { type FileName, formatFileName, inboxKey, parseFileName } from '../linkage/index.ts';
import { sha256Hex } from '../shared/canonical.ts';
import type { GaijiDeps } from './deps.ts';
import { type GaijiFault, MAXIMUM_FONT_BYTES } from './gaiji-file.ts';
import { countsOf, importFont } from './import-font.ts';

/** An object of the inbox: by its key, and by its version or entity tag. */
type ObjectRef = {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly etag?: string | undefined;
};

/** The inbox, as far as it is asked here. */
export type FontInbox = {
  readonly open: (ref: ObjectRef) => Promise<{ readonly bytes: AsyncIterable<Uint8Array> } | undefined>;
};

/**
 * One EUDC file of the inbox (`<municipality>-gaiji-full-<epoch>-<number>.tte`): taken in and activated at once. Its
 * number orders it: a file that comes after a later one is kept, and changes nothing. Whatever is wrong with the file is
 * recorded and done with; throws on defects and lost connections, and repeating is harmless.
 */
export async function ingestGaijiFile(
  deps: GaijiDeps & { readonly inbox: FontInbox },
  ref: ObjectRef,
): Promise<'done'> {
  const startedAt = deps.clock();
  const keyDigest = sha256Hex(ref.key).slice(0, 16);
  const name = parseFileName(ref.key.slice(ref.key.lastIndexOf('/') + 1));
  if (name === undefined || name.feed !== 'gaiji') {
    deps.log('LNK-3003', { rule: 'file-name', keyDigest });
    return 'done';
  }
  if (ref.key !== inboxKey(name))
    return refuse(deps, name, { rule: 'lane', table: 'file', detail: 'not under inbox/' });
  const object = await deps.inbox.open(ref);
  if (object === undefined) {
    deps.log('LNK-3006', { keyDigest });
    return 'done';
  }
  const bytes = await gather(object.bytes);
  const before = await deps.store.readFile(name.municipality, name);
  if (before?.state === 'taken') {
    // The same content again, whoever sent it twice, must not bring back what has been taken back.
    if (before.fontDigest === sha256Hex(bytes)) return 'done';
    return refuse(deps, name, {
      rule: 'name-reused',
      table: 'file',
      detail: 'another content under this name',
    });
  }
  const { municipality, epoch, fileNumber } = name;
  const number = { epoch, fileNumber };
  const imported = await importFont(deps, { municipality, bytes, by: formatFileName(name), number });
  if (!imported.ok) return refuse(deps, name, imported.error);
  const { end, step } = imported.value;
  const elapsedMs = deps.clock() - startedAt;
  deps.log('GAI-2001', {
    ...fieldsOf(name),
    end,
    ...(step === undefined ? {} : countsOf(step)),
    elapsedMs,
  });
  return 'done';
}

const fieldsOf = ({ municipality, feed, kind, epoch, fileNumber }: FileName) => ({
  municipality,
  feed,
  kind,
  epoch,
  fileNumber,
});

/** At most one byte more than is allowed: whoever checks it sees that it is too much. */
async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > MAXIMUM_FONT_BYTES) break;
  }
  return Buffer.concat(parts, Math.min(length, MAXIMUM_FONT_BYTES + 1));
}

/** Records a refusal; what was taken in under the same name stays, with the refusal beside it. */
async function refuse(deps: GaijiDeps, name: FileName, fault: GaijiFault): Promise<'done'> {
  const { municipality, epoch, fileNumber } = name;
  const before = await deps.store.readFile(municipality, name);
  const file =
    before?.state === 'taken'
      ? { ...before, laterFault: fault }
      : { state: 'refused' as const, at: deps.clock(), fault };
  await deps.store.writeFile(municipality, { epoch, fileNumber, file });
  const { rule, table, fault: kind } = fault;
  if (rule === 'name-reused') deps.log('GAI-3002', { ...fieldsOf(name), rule, refusedFonts: 1 });
  else deps.log('GAI-3001', { ...fieldsOf(name), rule, table, fault: kind, refusedFonts: 1 });
  return 'done';
}
