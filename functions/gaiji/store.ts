import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type Setting, type SettingRow, type SettingsStore, settingPut } from '../changes/index.ts';
import type { MunicipalityCode, NewId } from '../shared/ids.ts';
import type { Instant } from '../shared/time.ts';
import { conditionOf } from '../shared/versions.ts';
import { FileNumber, GaijiFile } from './gaiji-file.ts';

/** What is known of a city's gaiji; `revision` rises with every commit. */
export type GaijiState = {
  readonly rows: readonly SettingRow[];
  readonly revision: number;
  /** The latest of its files that was taken in. */
  readonly newest: FileNumber | undefined;
};

export type NumberedFile = FileNumber & { readonly file: GaijiFile };

/** What takes effect together, or not at all where somebody else has committed since `revision`. */
export type GaijiCommit = {
  readonly revision: number;
  readonly newest: FileNumber | undefined;
  readonly settings: readonly (Setting & { readonly validFrom: Instant })[];
  readonly file?: NumberedFile | undefined;
};

export type GaijiStore = {
  readonly read: (municipality: MunicipalityCode) => Promise<GaijiState>;
  readonly readFile: (municipality: MunicipalityCode, number: FileNumber) => Promise<GaijiFile | undefined>;
  /** The latest ones, the newest first. */
  readonly listFiles: (municipality: MunicipalityCode, limit: number) => Promise<readonly NumberedFile[]>;
  readonly writeFile: (municipality: MunicipalityCode, file: NumberedFile) => Promise<void>;
  readonly commit: (municipality: MunicipalityCode, commit: GaijiCommit) => Promise<boolean>;
};

const Head = z.object({ revision: z.int().min(1), newest: FileNumber.optional() });
const FileItem = z.object({ ...FileNumber.shape, file: GaijiFile });

const cityKey = (municipality: MunicipalityCode): string => `G#${municipality}`;
const headKey = (municipality: MunicipalityCode) => ({ pk: cityKey(municipality), sk: 'head' });
const fileKey = (municipality: MunicipalityCode, { epoch, fileNumber }: FileNumber) => ({
  pk: cityKey(municipality),
  sk: `file#${String(epoch).padStart(6, '0')}#${String(fileNumber).padStart(15, '0')}`,
});

/** Versions of the cities' fonts. They are settings; beside them lie what became of each file, and a revision. Table `staff`. */
export function createGaijiStore({
  client,
  table,
  settings,
  newId,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly settings: Pick<SettingsStore, 'readSettings'>;
  readonly newId: NewId;
}): GaijiStore {
  const get = async (Key: Record<string, string>): Promise<unknown> =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  const filePut = (municipality: MunicipalityCode, item: NumberedFile) => ({
    TableName: table,
    Item: { ...fileKey(municipality, item), ...FileItem.parse(item) },
  });

  return {
    async read(municipality) {
      // The head first: rows that are newer than it fail the commit, rows that are older cannot be read.
      const head = Head.optional().parse(await get(headKey(municipality)));
      const rows = await settings.readSettings(municipality);
      return { rows, revision: head?.revision ?? 0, newest: head?.newest };
    },
    async readFile(municipality, number) {
      return FileItem.optional().parse(await get(fileKey(municipality, number)))?.file;
    },
    async listFiles(municipality, limit) {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: limit,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :file)',
          ExpressionAttributeValues: { ':pk': cityKey(municipality), ':file': 'file#' },
        }),
      );
      return (answer.Items ?? []).map((item) => FileItem.parse(item));
    },
    async writeFile(municipality, item) {
      await client.send(new PutCommand(filePut(municipality, item)));
    },
    async commit(municipality, { revision, newest, settings: added, file }) {
      const head = {
        TableName: table,
        Item: { ...headKey(municipality), ...Head.parse({ revision: revision + 1, newest }) },
        ...conditionOf([revision]),
      };
      const puts = [
        head,
        ...added.map((setting) => settingPut(table, { ...setting, id: newId(), municipality })),
        ...(file === undefined ? [] : [filePut(municipality, file)]),
      ];
      try {
        await client.send(new TransactWriteCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
        throw error;
      }
    },
  };
}
