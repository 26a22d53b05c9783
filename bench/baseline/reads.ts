import { createHash } from 'node:crypto';
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import type { TransactItems } from '../../functions/issuance/store.ts';

type Key = { readonly pk: string; readonly sk: string };
type Item = Readonly<Record<string, unknown>>;

const bucketOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 2);

/** The reads of an issue, as bare as they can be: nothing is checked, nothing is understood. */
export function bareReads(client: DynamoDBDocumentClient, tables: { registry: string; staff: string }) {
  const items = async (keys: readonly Key[], table = tables.registry): Promise<readonly Item[]> => {
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: { [table]: { Keys: keys.map((key) => ({ ...key })), ConsistentRead: true } },
      }),
    );
    return answer.Responses?.[table] ?? [];
  };
  /** What staff have decided about people; about these nothing, so that the check is of its absence. */
  const decisions = async (municipality: string, people: readonly string[]): Promise<TransactItems> => {
    const keys = people.map((person) => ({ pk: `P#${municipality}#${person}`, sk: 'decisions' }));
    if ((await items(keys, tables.staff)).length > 0) throw new Error('decided about a person of the bench');
    return keys.map((Key) => ({
      ConditionCheck: {
        TableName: tables.staff,
        Key,
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': 'pk' },
      },
    }));
  };
  const partition = (TableName: string, pk: string) =>
    client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      }),
    );
  const isRevised = (item: Item | undefined): item is Item => item?.['revision'] !== undefined;

  return {
    /** The latches, and how far the feeds have come. */
    switches: (municipality: string) =>
      Promise.all([
        partition(tables.staff, `X#${municipality}`),
        partition(tables.registry, `L#${municipality}`),
      ]),
    settings: (municipality: string) => partition(tables.staff, `C#${municipality}`),

    /** Serial → person → household → the other members, one after the other; gives the checks of what was read. */
    async chain({ municipality, issuer, serial, scope }: IssueRequest): Promise<TransactItems> {
      const [link] = await items([{ pk: `S#${municipality}#${issuer}#${serial}`, sk: 'serial' }]);
      const person = personOf(link);
      const [people, own] = await Promise.all([
        items(personKeys(municipality, person)),
        decisions(municipality, [person]),
      ]);
      const gate = people.find((item) => item['sk'] === `${person}#gate`);
      const household = String(gate?.['householdId']);
      const [members] = await items([{ pk: `H#${municipality}#${bucketOf(household)}`, sk: household }]);
      const others = Object.keys(members?.['members'] ?? {}).filter((id) => id !== person);
      const [more, theirs] = await Promise.all([
        others.length === 0 ? [] : items(others.flatMap((id) => personKeys(municipality, id))),
        others.length === 0 || scope === 'individual' ? [] : decisions(municipality, others),
      ]);
      const revised = [link, members, ...people, ...more].filter(isRevised).map((item) => ({
        ConditionCheck: {
          TableName: tables.registry,
          Key: { pk: item['pk'], sk: item['sk'] },
          ConditionExpression: '#revision = :revision',
          ExpressionAttributeNames: { '#revision': 'revision' },
          ExpressionAttributeValues: { ':revision': item['revision'] },
        },
      }));
      return [...revised, ...own, ...theirs];
    },
  };
}

function personOf(link: Item | undefined): string {
  const fact = link?.['fact'];
  if (typeof fact !== 'object' || fact === null || !('personId' in fact)) throw new Error('no such serial');
  return String(fact.personId);
}

const personKeys = (municipality: string, person: string): Key[] =>
  ['gate', 'resident'].map((sort) => ({
    pk: `P#${municipality}#${bucketOf(person)}`,
    sk: `${person}#${sort}`,
  }));
