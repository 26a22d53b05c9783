import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { MunicipalityCode } from '../shared/ids.ts';
import { unlessRefused } from '../shared/refused-write.ts';
import { conditionOf } from '../shared/versions.ts';
import { FileState } from './file-state.ts';
import { type Feed, type FileName, type Series, seriesOf } from './layouts/envelope.ts';
import {
  type AppliedFile,
  type FailedFile,
  FeedSeries,
  type Watermark,
  withApplied,
  withFailed,
} from './watermark.ts';

export type StoredFile<S extends FileState = FileState> = { readonly state: S; readonly revision: number };

/** A file by its number, with what has become of it. */
export type NumberedFile = {
  readonly epoch: number;
  readonly fileNumber: number;
  readonly state: FileState;
};

/** What became of the link files of each city and feed. Table `registry`; every read is strongly consistent. */
export type LinkageStore = {
  readonly readFile: (name: FileName) => Promise<StoredFile | undefined>;
  /** Replaces the state of that revision (0: none); undefined when somebody else has changed it since. */
  readonly writeFile: <S extends FileState>(
    name: FileName,
    state: S,
    revision: number,
  ) => Promise<StoredFile<S> | undefined>;
  /** The files with the highest numbers of a series, newest first. */
  readonly readNewestFiles: (
    municipality: MunicipalityCode,
    feed: Feed,
    series: Series,
    limit: number,
  ) => Promise<readonly NumberedFile[]>;
  /** Every series of every feed of a city, in one read. */
  readonly readSeries: (municipality: MunicipalityCode) => Promise<readonly FeedSeries[]>;
  readonly readWatermark: (
    municipality: MunicipalityCode,
    feed: Feed,
    series?: Series,
  ) => Promise<Watermark | undefined>;
  readonly advanceWatermark: (name: FileName, file: AppliedFile) => Promise<void>;
  /** Puts beside the watermark that something of this file is unknown. */
  readonly recordFailure: (name: FileName, file: FailedFile) => Promise<void>;
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

  const replace = (key: LinkageKey, item: object, revision: number): Promise<boolean> => {
    const Item = { ...item, ...key, revision: revision + 1 };
    return unlessRefused(client.send(new PutCommand({ TableName: table, Item, ...conditionOf([revision]) })));
  };

  const readOne = async (municipality: MunicipalityCode, feed: Feed, series: Series) => {
    const key = seriesKey(municipality, feed, series);
    const item = await read(key);
    if (item === undefined) return { key, stored: { feed, series, failed: [] }, revision: 0 };
    return { key, stored: FeedSeries.parse(item), revision: Revision.parse(item).revision };
  };

  const change = async (name: FileName, next: (before: FeedSeries) => FeedSeries): Promise<void> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const { key, stored, revision } = await readOne(name.municipality, name.feed, seriesOf(name));
      if (await replace(key, next(stored), revision)) return;
    }
    throw new Error('linkage: the watermark stays contended');
  };

  return {
    readFile: async (name) => {
      const item = await read(fileKey(name));
      if (item === undefined) return undefined;
      return { state: FileState.parse(item), revision: Revision.parse(item).revision };
    },
    writeFile: async (name, state, revision) =>
      (await replace(fileKey(name), state, revision)) ? { state, revision: revision + 1 } : undefined,
    readNewestFiles: async (municipality, feed, series, limit) => {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: limit,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': filesKey(municipality, feed, series) },
        }),
      );
      return (answer.Items ?? []).map((item) => ({
        ...numbersOf(String(item['sk'])),
        state: FileState.parse(item),
      }));
    },
    readSeries: async (municipality) => {
      // Two series of eight feeds, each with a bounded list: far less than one page.
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': cityKey(municipality) },
        }),
      );
      if (answer.LastEvaluatedKey !== undefined)
        throw new Error('linkage: the watermarks of a city are too many');
      return (answer.Items ?? []).map((item) => FeedSeries.parse(item));
    },
    readWatermark: async (municipality, feed, series = 'regular') =>
      (await readOne(municipality, feed, series)).stored.watermark,
    advanceWatermark: (name, file) => change(name, (before) => withApplied(before, file)),
    recordFailure: (name, file) => change(name, (before) => withFailed(before, file)),
  };
}

type LinkageKey = { readonly pk: string; readonly sk: string };

/** Everything of one city that decides whether its data are fresh lies together, so that one read finds it. */
const cityKey = (municipality: MunicipalityCode): string => `L#${municipality}`;

const seriesKey = (municipality: MunicipalityCode, feed: Feed, series: Series): LinkageKey => ({
  pk: cityKey(municipality),
  sk: `${feed}#${series}`,
});

const filesKey = (municipality: MunicipalityCode, feed: Feed, series: Series): string =>
  `L#${municipality}#${feed}#${series}`;

const fileKey = (name: FileName): LinkageKey => ({
  pk: filesKey(name.municipality, name.feed, seriesOf(name)),
  sk: `${String(name.epoch).padStart(6, '0')}#${String(name.fileNumber).padStart(15, '0')}`,
});

function numbersOf(sk: string): { readonly epoch: number; readonly fileNumber: number } {
  const [epoch, fileNumber] = sk.split('#');
  return { epoch: Number(epoch), fileNumber: Number(fileNumber) };
}
