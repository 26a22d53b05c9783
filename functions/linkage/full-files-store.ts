import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { ItemKey } from '../shared/item-key.ts';
import { unlessRefused } from '../shared/refused-write.ts';
import { conditionOf } from '../shared/versions.ts';
import { FullFile, isSameFile, withFull } from './full-files.ts';
import type { RowFeed, RowFileName } from './layouts/envelope.ts';
import { createNamedSet, type NamedSet } from './named-set.ts';

/** Which full files say what is missing, and all that they name. Table `registry`; every read is strongly consistent. */
export type FullFileStore = {
  readonly read: (municipality: MunicipalityCode, feed: RowFeed) => Promise<readonly FullFile[]>;
  /** Keeps all that a file names, before it is announced. Answers with the number of parts. */
  readonly putNamed: (name: RowFileName, file: Pick<FullFile, 'sha256'>, named: NamedSet) => Promise<number>;
  /** Undefined where another file has taken its place meanwhile. */
  readonly readNamed: (
    municipality: MunicipalityCode,
    feed: RowFeed,
    file: FullFile,
  ) => Promise<NamedSet | undefined>;
  /** Makes known that a file says what is missing, unless newer ones say so already; answers with those that do. */
  readonly announce: (name: RowFileName, file: FullFile) => Promise<readonly FullFile[]>;
};

const ATTEMPTS = 10;
/** Of a set, so that an item with it as text stays below DynamoDB's 400 KB. */
const BYTES_PER_PART = 256 * 1024;

const Announced = z.object({ files: z.array(FullFile), revision: z.int().min(1) });
/** Nothing is deleted: of a file that does not speak any more empty parts stay. */
const Part = z.object({ hashes: z.base64() });

export function createFullFileStore({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): FullFileStore {
  const get = async (key: ItemKey): Promise<unknown> =>
    (await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;

  const read = async (key: ItemKey) => {
    const item = Announced.optional().parse(await get(key));
    return { files: item?.files ?? [], revision: item?.revision ?? 0 };
  };

  const replace = (key: ItemKey, files: readonly FullFile[], revision: number): Promise<boolean> => {
    const Item = { ...key, files, revision: revision + 1 };
    return unlessRefused(client.send(new PutCommand({ TableName: table, Item, ...conditionOf([revision]) })));
  };

  const forget = async (pk: string, files: readonly FullFile[]): Promise<void> => {
    for (const file of files)
      for (const sk of partsOf(file, file.parts))
        await client.send(new PutCommand({ TableName: table, Item: { pk, sk, hashes: '' } }));
  };

  return {
    read: async (municipality, feed) => (await read(announcedKey(municipality, feed))).files,
    putNamed: async ({ municipality, feed, epoch, fileNumber }, { sha256 }, named) => {
      const { pk } = announcedKey(municipality, feed);
      const bytes = Buffer.from(named.bytes());
      const parts = Math.ceil(bytes.byteLength / BYTES_PER_PART);
      for (const [index, sk] of partsOf({ epoch, fileNumber, sha256 }, parts).entries()) {
        const part = bytes.subarray(index * BYTES_PER_PART, (index + 1) * BYTES_PER_PART);
        const Item = { pk, sk, hashes: part.toString('base64') };
        await client.send(new PutCommand({ TableName: table, Item }));
      }
      return parts;
    },
    readNamed: async (municipality, feed, file) => {
      const { pk } = announcedKey(municipality, feed);
      const parts: Buffer[] = [];
      for (const sk of partsOf(file, file.parts)) {
        const item = Part.optional().parse(await get({ pk, sk }));
        if (item === undefined || item.hashes === '') return undefined;
        parts.push(Buffer.from(item.hashes, 'base64'));
      }
      return createNamedSet(Buffer.concat(parts));
    },
    announce: async ({ municipality, feed }, file) => {
      const key = announcedKey(municipality, feed);
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { files, revision } = await read(key);
        const after = withFull(files, file);
        const isKept = (one: FullFile): boolean => after.some((other) => isSameFile(one, other));
        if (isKept(file) && !(await replace(key, after, revision))) continue;
        await forget(
          key.pk,
          [...files, file].filter((one) => !isKept(one)),
        );
        return isKept(file) ? after : files;
      }
      throw new Error('linkage: the full files of a feed stay contended');
    },
  };
}

const announcedKey = (municipality: MunicipalityCode, feed: RowFeed): ItemKey => ({
  pk: `L#${municipality}#${feed}#full`,
  sk: 'announced',
});

const partsOf = (
  { epoch, fileNumber, sha256 }: Pick<FullFile, 'epoch' | 'fileNumber' | 'sha256'>,
  parts: number,
): readonly string[] =>
  Array.from({ length: parts }, (_, part) => `named#${epoch}#${fileNumber}#${sha256}#${part}`);
