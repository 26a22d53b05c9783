import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  IssueEnvironment,
  MenuEnvironment,
  RequestEnvironment,
  ResultEnvironment,
} from '../../functions/issuance/environment.ts';
import type { Stage } from '../config/stage.ts';
import { itemStatement, keyStatements, statement } from '../constructs/permissions.ts';
import { ProxyApi } from '../constructs/proxy-api.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StorageStack } from './storage.ts';

/** Settings, their contents, and closures of a city: all that the kiosk's side may read of the staff's table. */
const CITY_KEYS = ['C#*', 'B#*', 'X#*'] as const;

/** 証明書交付: the kiosk's API and its four functions. */
export class IssuanceStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { stage, storage, ...props }: StackProps & { stage: Stage; storage: StorageStack },
  ) {
    super(scope, id, props);
    const common = { stage, key: storage.key };
    const settings = { STAGE: stage.name, CENTER_SECRET: storage.centerSecret.name };
    const koseki = { KOSEKI_LINKS: JSON.stringify(stage.kosekiLinks) };
    const always: PolicyStatement[] = [
      statement(['secretsmanager:GetSecretValue'], [storage.centerSecret.arn]),
      itemStatement(storage.issuance.access, { actions: ['PutItem'], leadingKeys: ['N#*'] }),
      ...keyStatements(this, storage.key, ['dynamodb', 'secretsmanager']),
    ];
    const facts: PolicyStatement[] = [
      itemStatement(storage.registry.access, { actions: ['BatchGetItem'] }),
      // How far the city's feeds have come; nothing else of the registry is ever listed.
      itemStatement(storage.registry.access, { actions: ['Query'], leadingKeys: ['L#*'] }),
      itemStatement(storage.staff.access, {
        actions: ['GetItem', 'Query'],
        leadingKeys: CITY_KEYS,
      }),
      // What staff have decided about a person.
      itemStatement(storage.staff.access, { actions: ['BatchGetItem'], leadingKeys: ['P#*'] }),
    ];
    const audit = storage.audits();

    const menu = new ServiceFunction(this, 'KioskMenu', {
      ...common,
      name: 'kiosk-menu',
      schema: MenuEnvironment,
      environment: {
        ...settings,
        ...koseki,
        REGISTRY_TABLE: storage.registry.table.tableName,
        STAFF_TABLE: storage.staff.table.tableName,
        ISSUANCE_TABLE: storage.issuance.table.tableName,
        COUNTER_OFFSET_MS: String(stage.counterOffsetMs),
      },
      permissions: [...always, ...facts],
      memory: stage.memory.kiosk,
      timeout: Duration.seconds(10),
    });
    const issue = new ServiceFunction(this, 'KioskIssue', {
      ...common,
      name: 'kiosk-issue',
      schema: IssueEnvironment,
      environment: {
        ...settings,
        ...koseki,
        REGISTRY_TABLE: storage.registry.table.tableName,
        STAFF_TABLE: storage.staff.table.tableName,
        ISSUANCE_TABLE: storage.issuance.table.tableName,
        AUDIT_TABLE: storage.audit.table.tableName,
        INBOX_BUCKET: storage.inbox.bucketName,
        SNAPSHOT_KEY: storage.snapshotKey.keyArn,
        NUMBER_KEY: storage.numberKeys.encryption.keyArn,
        COUNTER_OFFSET_MS: String(stage.counterOffsetMs),
        DEADLINE_MS: String(stage.deadlineMs),
        RESULT_WAIT_MINUTES: String(stage.resultWaitMinutes),
        SNAPSHOT_DAYS: String(stage.snapshotDays),
      },
      permissions: [
        ...always,
        ...facts,
        itemStatement(storage.registry.access, { actions: ['ConditionCheckItem'] }),
        itemStatement(storage.staff.access, { actions: ['ConditionCheckItem'], leadingKeys: ['P#*'] }),
        // The release gate closes a type by a latch of its own.
        itemStatement(storage.staff.access, { actions: ['PutItem'], leadingKeys: ['X#*'] }),
        itemStatement(storage.issuance.access, {
          actions: ['ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'],
          leadingKeys: ['R#*'],
        }),
        // What the gate refuses becomes a case, and its bytes are kept for it.
        itemStatement(storage.issuance.access, {
          actions: ['PutItem', 'UpdateItem'],
          leadingKeys: ['K#*', 'V#*'],
        }),
        audit,
        // The cities' EUDC fonts and the impressions of their seals; link files stay out of reach.
        statement(['s3:GetObject'], [storage.inbox.arnForObjects('gaiji/*')]),
        statement(['s3:GetObject'], [storage.inbox.arnForObjects('impressions/*')]),
        statement(['kms:Decrypt', 'kms:GenerateDataKey'], [storage.snapshotKey.keyArn]),
        // 個人番号 of who asks to have it printed; nobody else opens one.
        ...storage.numberKeys.opening(),
        ...keyStatements(this, storage.key, ['s3']),
      ],
      memory: stage.memory.issue,
      // Longer than the deadline, so that the request's end is written even then.
      timeout: Duration.seconds(Math.ceil(stage.deadlineMs / 1_000) + 5),
    });
    const result = new ServiceFunction(this, 'KioskResult', {
      ...common,
      name: 'kiosk-result',
      schema: ResultEnvironment,
      environment: {
        ...settings,
        ISSUANCE_TABLE: storage.issuance.table.tableName,
        AUDIT_TABLE: storage.audit.table.tableName,
        RESULT_WAIT_MINUTES: String(stage.resultWaitMinutes),
      },
      permissions: [
        ...always,
        itemStatement(storage.issuance.access, {
          actions: ['GetItem', 'UpdateItem'],
          leadingKeys: ['R#*'],
        }),
        itemStatement(storage.issuance.access, {
          actions: ['GetItem', 'PutItem'],
          leadingKeys: ['K#*'],
        }),
        audit,
      ],
      memory: stage.memory.kiosk,
      timeout: Duration.seconds(10),
    });
    const request = new ServiceFunction(this, 'KioskRequest', {
      ...common,
      name: 'kiosk-request',
      schema: RequestEnvironment,
      environment: {
        ...settings,
        ISSUANCE_TABLE: storage.issuance.table.tableName,
        RESULT_WAIT_MINUTES: String(stage.resultWaitMinutes),
      },
      permissions: [
        ...always,
        itemStatement(storage.issuance.access, { actions: ['GetItem'], leadingKeys: ['R#*'] }),
      ],
      memory: stage.memory.kiosk,
      timeout: Duration.seconds(10),
    });

    const { api } = new ProxyApi(this, 'KioskApi', {
      stage,
      name: 'kiosk',
      routes: [
        { method: 'POST', path: '/v1/menu', target: menu.lambda },
        { method: 'POST', path: '/v1/issue', target: issue.lambda },
        { method: 'POST', path: '/v1/result', target: result.lambda },
        { method: 'POST', path: '/v1/errors', target: result.lambda },
        { method: 'GET', path: '/v1/requests/{id}', target: request.lambda },
      ],
    });
    new CfnOutput(this, 'KioskApiId', { value: api.restApiId });
  }
}
