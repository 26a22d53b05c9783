import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { MunicipalityCode } from '../shared/ids.ts';
import { FileState } from './file-state.ts';
import type { Feed, FileName } from './layouts/envelope.ts';
import { type AppliedFile, advanced, Watermark } from './watermark.ts';

export type StoredFile<S extends FileState = FileState> = { readonly state: S; readonly revision: number };

/** What became of the link files of each city and feed. Table `registry`; every read is strongly consistent. */
export type LinkageStore = {
  readonly readFile: (name: FileName) => Promise<StoredFile | undefined>;
  /** Replaces the state of that revision (0: none); undefined when somebody else has changed it since. */
  readonly writeFile: <S extends FileState>(
    name: FileName,
    state: S,
    revision: number,
  ) => Promise<StoredFile<S> | undefined>;
  readonly readWatermark: (municipality: MunicipalityCode, feed: Feed) => Promise<Watermark | undefined>;
  readonly advanceWatermark: (name: FileName, file: AppliedFile) => Promise<void>;
};

const ATTEMPTS = 10;
const Revision = z.object({ revision: z.int().min(1) });

export function createLinkageStore({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): LinkageStore {
  const read = async (key: LinkageKey): Promise<unknown> =>
    (await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;

  const replace = async (key: LinkageKey, item: object, revision: number): Promise<boolean> => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...item, ...key, revision: revision + 1 },
          ...(revision === 0
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'revision = :revision',
                ExpressionAttributeValues: { ':revision': revision },
              }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };

  const readWatermark = async (key: LinkageKey) => {
    const item = await read(key);
    if (item === undefined) return { watermark: undefined, revision: 0 };
    return { watermark: Watermark.parse(item), revision: Revision.parse(item).revision };
  };

  return {
    readFile: async (name) => {
      const item = await read(fileKey(name));
      if (item === undefined) return undefined;
      return { state: FileState.parse(item), revision: Revision.parse(item).revision };
    },
    writeFile: async (name, state, revision) =>
      (await replace(fileKey(name), state, revision)) ? { state, revision: revision + 1 } : undefined,
    readWatermark: async (municipality, feed) =>
      (await readWatermark(watermarkKey(municipality, feed))).watermark,
    advanceWatermark: async (name, file) => {
      const key = watermarkKey(name.municipality, name.feed);
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { watermark, revision } = await readWatermark(key);
        if (await replace(key, advanced(watermark, file), revision)) return;
      }
      throw new Error('linkage: the watermark stays contended');
    },
  };
}

type LinkageKey = { readonly pk: string; readonly sk: string };

const feedKey = (municipality: MunicipalityCode, feed: Feed): string => `L#${municipality}#${feed}`;

const fileKey = ({ municipality, feed, epoch, fileNumber }: FileName): LinkageKey => ({
  pk: feedKey(municipality, feed),
  sk: `file#${String(epoch).padStart(6, '0')}#${String(fileNumber).padStart(15, '0')}`,
});

const watermarkKey = (municipality: MunicipalityCode, feed: Feed): LinkageKey => ({
  pk: feedKey(municipality, feed),
  sk: 'watermark',
});
