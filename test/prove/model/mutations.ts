import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

/** Something taken out of the protocol, of which the model must find a state that tells. */
export type Mutation = {
  readonly name: string;
  /** What the name of a scenario has in which it shows; any, where nothing is said. */
  readonly meets?: string;
  /** The command as the broken code would send it; undefined leaves it as it is. */
  readonly command?: (command: unknown) => unknown;
  readonly withoutLatchReread?: boolean;
  readonly withoutTimer?: boolean;
  /** A failure that loses against its own commit is not tried again. */
  readonly failsOnce?: boolean;
  readonly withoutConfirmation?: boolean;
};

type Entries = NonNullable<TransactWriteCommand['input']['TransactItems']>;

const inTransactions =
  (change: (entries: Entries) => Entries) =>
  (command: unknown): unknown => {
    if (!(command instanceof TransactWriteCommand)) return undefined;
    return new TransactWriteCommand({ TransactItems: change(command.input.TransactItems ?? []) });
  };

/** The first entry of a step is the record's own. */
const ofRecord = (find: string, replace: string) =>
  inTransactions((entries) =>
    entries.map((entry) => {
      const { Update } = entry;
      if (!Update?.ConditionExpression?.includes(find)) return entry;
      return {
        Update: { ...Update, ConditionExpression: Update.ConditionExpression.replace(find, replace) },
      };
    }),
  );

const withoutCondition = <T extends object>(call: T): T => {
  const {
    ConditionExpression: _,
    ExpressionAttributeNames: __,
    ExpressionAttributeValues: ___,
    ...rest
  } = call as Record<string, unknown>;
  return rest as T;
};

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'the commit without the versions of what was read',
    command: inTransactions((entries) =>
      entries.filter(({ ConditionCheck }) => ConditionCheck?.TableName !== 'registry'),
    ),
  },
  {
    name: 'the commit without the version of the household',
    meets: 'restrict and move',
    command: inTransactions((entries) =>
      entries.filter(({ ConditionCheck }) => !String(ConditionCheck?.Key?.['pk']).startsWith('H#')),
    ),
  },
  {
    name: 'the commit without the versions of persons',
    meets: 'seal twice, partial once; restrict and erase-seal',
    command: inTransactions((entries) =>
      entries.filter(({ ConditionCheck }) => !String(ConditionCheck?.Key?.['pk']).startsWith('P#')),
    ),
  },
  {
    name: 'the commit without its deadline',
    command: ofRecord('deadlineAt > :now', '(attribute_exists(deadlineAt) OR deadlineAt > :now)'),
  },
  {
    name: 'steps without the state that they go on from',
    command: ofRecord('#state IN', 'attribute_exists(#state) OR #state IN'),
  },
  {
    name: 'a claim that takes what is claimed',
    command: (command) =>
      command instanceof PutCommand ? new PutCommand(withoutCondition(command.input)) : undefined,
  },
  {
    name: 'rows that are written over what was not read',
    command: inTransactions((entries) =>
      entries.map((entry) =>
        entry.Put?.TableName === 'registry' ? { Put: withoutCondition(entry.Put) } : entry,
      ),
    ),
  },
  {
    name: 'a failure that does not heed a repeat’s mark',
    command: ofRecord(' AND attribute_not_exists(repeatedAt)', ''),
  },
  { name: 'the switches are not read again', meets: 'restrict and kill', withoutLatchReread: true },
  { name: 'no timer at the deadline', withoutTimer: true },
  { name: 'a failure that is recorded at the first attempt or not at all', failsOnce: true },
  { name: 'a repeat that leaves without its confirmation', withoutConfirmation: true },
];
