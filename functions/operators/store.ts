import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { OperatorId } from '../shared/http/staff.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { unlessRefused } from '../shared/refused-write.ts';
import type { Instant } from '../shared/time.ts';
import { AFTER_SIGN_IN, Operator, type SignInState } from './operator.ts';
import { expirySecondsOf, Session } from './session.ts';

export type OperatorStore = {
  readonly read: (municipality: MunicipalityCode, operatorId: OperatorId) => Promise<Operator | undefined>;
  /** False where the city has that operator already. */
  readonly create: (operator: Operator) => Promise<boolean>;
  /** Sets `next` where the operator's sign-in state is still `seen`; false where it is not, or nobody is there. */
  readonly swapSignInState: (
    municipality: MunicipalityCode,
    operatorId: OperatorId,
    seen: SignInState,
    next: SignInState,
  ) => Promise<boolean>;
  /** Forgets the failures of an operator who knew the password; false where somebody has closed or changed it. */
  readonly forgetFailures: (operator: Operator) => Promise<boolean>;
};

export type SessionStore = {
  readonly create: (digest: string, session: Session) => Promise<void>;
  readonly read: (digest: string) => Promise<Session | undefined>;
  readonly touch: (digest: string, at: Instant) => Promise<void>;
  /** For good: an ended session never lives again. The row stays until its expiry. */
  readonly end: (digest: string, at: Instant) => Promise<void>;
};

export function createOperatorStore(client: DynamoDBDocumentClient, TableName: string): OperatorStore {
  return {
    async read(municipality, operatorId) {
      const Key = operatorKey(municipality, operatorId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : Operator.parse(Item);
    },

    create: (operator) =>
      unlessRefused(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...operatorKey(operator.municipality, operator.operatorId), ...operator },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),

    swapSignInState: (municipality, operatorId, seen, next) =>
      unlessRefused(
        client.send(
          new UpdateCommand({
            TableName,
            Key: operatorKey(municipality, operatorId),
            ...settingOf(next),
            ConditionExpression: '#state = :seenState AND failures = :seenFailures',
            ExpressionAttributeValues: {
              ...settingOf(next).ExpressionAttributeValues,
              ':seenState': seen.state,
              ':seenFailures': seen.failures,
            },
          }),
        ),
      ),

    forgetFailures: (operator) =>
      unlessRefused(
        client.send(
          new UpdateCommand({
            TableName,
            Key: operatorKey(operator.municipality, operator.operatorId),
            ...settingOf(AFTER_SIGN_IN),
            ConditionExpression:
              '(#state = :active OR (#state = :locked AND attribute_exists(lockedUntil))) AND password.tag = :tag',
            ExpressionAttributeValues: {
              ...settingOf(AFTER_SIGN_IN).ExpressionAttributeValues,
              ':active': 'active',
              ':locked': 'locked',
              ':tag': operator.password.tag,
            },
          }),
        ),
      ),
  };
}

export function createSessionStore(client: DynamoDBDocumentClient, TableName: string): SessionStore {
  return {
    async create(digest, session) {
      await client.send(
        new PutCommand({
          TableName,
          Item: { ...sessionKey(digest), ...session, expiresAt: expirySecondsOf(session) },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    },

    async read(digest) {
      const Key = sessionKey(digest);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : Session.parse(Item);
    },

    async touch(digest, at) {
      // Without the condition a touch could make half a session of one that the table has dropped.
      await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName,
            Key: sessionKey(digest),
            UpdateExpression: 'SET lastSeenAt = :at',
            ConditionExpression: 'lastSeenAt < :at',
            ExpressionAttributeValues: { ':at': at },
          }),
        ),
      );
    },

    async end(digest, at) {
      await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName,
            Key: sessionKey(digest),
            UpdateExpression: 'SET endedAt = :at',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(endedAt)',
            ExpressionAttributeValues: { ':at': at },
          }),
        ),
      );
    },
  };
}

// The city is part of an operator's key (INV-11): the same id in another city is another operator.
const operatorKey = (municipality: MunicipalityCode, operatorId: OperatorId) => ({
  pk: `O#${municipality}`,
  sk: operatorId,
});

const sessionKey = (digest: string) => ({ pk: `W#${digest}`, sk: 'session' });

function settingOf({ state, failures, lockedUntil }: SignInState) {
  return {
    UpdateExpression:
      lockedUntil === undefined
        ? 'SET #state = :state, failures = :failures REMOVE lockedUntil'
        : 'SET #state = :state, failures = :failures, lockedUntil = :lockedUntil',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':state': state,
      ':failures': failures,
      ...(lockedUntil === undefined ? {} : { ':lockedUntil': lockedUntil }),
    },
  };
}
