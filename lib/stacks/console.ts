import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CasesEnvironment, EVIDENCE_KEY_CONTEXT } from '../../functions/cases/environment.ts';
import { ClosuresEnvironment } from '../../functions/closures/environment.ts';
import { DecisionsEnvironment } from '../../functions/decisions/environment.ts';
import { HistoryEnvironment } from '../../functions/history/environment.ts';
import { StaffProofEnvironment } from '../../functions/issuance/environment.ts';
import { StaffLinkEnvironment } from '../../functions/linkage/environment.ts';
import { ConsoleFilesEnvironment, SessionEnvironment } from '../../functions/operators/environment.ts';
import { ChangesEnvironment } from '../../functions/planning/environment.ts';
import type { Stage } from '../config/stage.ts';
import { boundKeyStatement, itemStatement, keyStatements, statement } from '../constructs/permissions.ts';
import { ProxyApi } from '../constructs/proxy-api.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { BY_AWAITING, BY_DAY, type StorageStack } from './storage.ts';

/** 管理画面: the staff's API, which serves the console's files too. */
export class ConsoleStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { stage, storage, ...props }: StackProps & { stage: Stage; storage: StorageStack },
  ) {
    super(scope, id, props);
    const common = { stage, memory: stage.memory.staff, timeout: Duration.seconds(20), key: storage.key };
    /** Of every function that asks who has signed in; and of those that put on record what was done. */
    const signedIn = {
      STAGE: stage.name,
      STAFF_TABLE: storage.staff.table.tableName,
      SESSION_MINUTES: String(stage.sessionMinutes),
    };
    const recording = { ...signedIn, AUDIT_TABLE: storage.audit.table.tableName };
    const audit = storage.audits();
    const keys = keyStatements(this, storage.key, ['dynamodb']);
    /** Of every function that works for whoever has signed in: reads the operator, keeps the session alive. */
    const sessions = [
      itemStatement(storage.staff.access, { actions: ['GetItem'], leadingKeys: ['O#*', 'W#*'] }),
      itemStatement(storage.staff.access, { actions: ['UpdateItem'], leadingKeys: ['W#*'] }),
      ...keys,
    ];

    const session = new ServiceFunction(this, 'StaffSession', {
      ...common,
      name: 'staff-session',
      schema: SessionEnvironment,
      environment: {
        ...recording,
        COOKIE_SECURE: stage.secureCookies ? 'true' : 'false',
        MUNICIPALITIES: JSON.stringify(stage.municipalities),
      },
      permissions: [
        itemStatement(storage.staff.access, {
          actions: ['GetItem', 'PutItem', 'UpdateItem'],
          leadingKeys: ['O#*', 'W#*'],
        }),
        audit,
        ...keys,
      ],
    });
    const history = new ServiceFunction(this, 'StaffHistory', {
      ...common,
      name: 'staff-history',
      schema: HistoryEnvironment,
      environment: {
        ...recording,
        REGISTRY_TABLE: storage.registry.table.tableName,
        ISSUANCE_TABLE: storage.issuance.table.tableName,
        RESULT_WAIT_MINUTES: String(stage.resultWaitMinutes),
      },
      permissions: [
        itemStatement(storage.issuance.access, { actions: ['GetItem'], leadingKeys: ['R#*'] }),
        itemStatement(storage.issuance.access, { actions: ['Query'], index: BY_DAY }),
        itemStatement(storage.registry.access, { actions: ['BatchGetItem'] }),
        audit,
        ...sessions,
      ],
    });
    const link = new ServiceFunction(this, 'StaffLink', {
      ...common,
      name: 'staff-link',
      schema: StaffLinkEnvironment,
      environment: {
        ...signedIn,
        REGISTRY_TABLE: storage.registry.table.tableName,
      },
      permissions: [
        itemStatement(storage.registry.access, { actions: ['Query'], leadingKeys: ['L#*'] }),
        itemStatement(storage.staff.access, { actions: ['Query'], leadingKeys: ['C#*', 'X#*'] }),
        ...sessions,
      ],
    });
    const cases = new ServiceFunction(this, 'StaffCases', {
      ...common,
      name: 'staff-cases',
      schema: CasesEnvironment,
      environment: {
        ...recording,
        ISSUANCE_TABLE: storage.issuance.table.tableName,
        SNAPSHOT_KEY: storage.snapshotKey.keyArn,
        RESULT_WAIT_MINUTES: String(stage.resultWaitMinutes),
      },
      permissions: [
        itemStatement(storage.issuance.access, {
          actions: ['GetItem', 'PutItem', 'UpdateItem'],
          leadingKeys: ['D#*', 'K#*', 'R#*', 'V#*'],
        }),
        itemStatement(storage.issuance.access, { actions: ['Query'], leadingKeys: ['K#*'] }),
        itemStatement(storage.issuance.access, { actions: ['Query'], index: BY_AWAITING }),
        itemStatement(storage.staff.access, { actions: ['Query'], leadingKeys: ['C#*'] }),
        // The bytes that are kept for a case; never a snapshot.
        boundKeyStatement('kms:Decrypt', storage.snapshotKey.keyArn, EVIDENCE_KEY_CONTEXT),
        audit,
        ...sessions,
      ],
    });
    const decisions = new ServiceFunction(this, 'StaffDecisions', {
      ...common,
      name: 'staff-decisions',
      schema: DecisionsEnvironment,
      environment: {
        ...recording,
        REGISTRY_TABLE: storage.registry.table.tableName,
      },
      permissions: [
        itemStatement(storage.registry.access, { actions: ['BatchGetItem'] }),
        itemStatement(storage.staff.access, { actions: ['Query'], leadingKeys: ['C#*', 'P#*'] }),
        itemStatement(storage.staff.access, { actions: ['PutItem'], leadingKeys: ['P#*'] }),
        audit,
        ...sessions,
      ],
    });
    const closures = new ServiceFunction(this, 'StaffClosures', {
      ...common,
      name: 'staff-closures',
      schema: ClosuresEnvironment,
      environment: recording,
      permissions: [
        itemStatement(storage.staff.access, { actions: ['Query'], leadingKeys: ['C#*', 'X#*'] }),
        itemStatement(storage.staff.access, { actions: ['PutItem', 'UpdateItem'], leadingKeys: ['X#*'] }),
        audit,
        ...sessions,
      ],
    });
    const proof = new ServiceFunction(this, 'StaffProof', {
      ...common,
      name: 'staff-proof',
      schema: StaffProofEnvironment,
      environment: {
        ...recording,
        ISSUANCE_TABLE: storage.issuance.table.tableName,
        INBOX_BUCKET: storage.inbox.bucketName,
        SNAPSHOT_KEY: storage.snapshotKey.keyArn,
        RESULT_WAIT_MINUTES: String(stage.resultWaitMinutes),
      },
      permissions: [
        itemStatement(storage.issuance.access, { actions: ['GetItem'], leadingKeys: ['R#*'] }),
        // Templates and seals by their digest.
        itemStatement(storage.staff.access, { actions: ['GetItem'], leadingKeys: ['B#*'] }),
        statement(['s3:GetObject'], [storage.inbox.arnForObjects('gaiji/*')]),
        statement(['s3:GetObject'], [storage.inbox.arnForObjects('impressions/*')]),
        // Opens snapshots; no other function of the staff does.
        statement(['kms:Decrypt'], [storage.snapshotKey.keyArn]),
        audit,
        ...sessions,
        ...keyStatements(this, storage.key, ['s3']),
      ],
      memory: stage.memory.issue,
    });
    const changes = new ServiceFunction(this, 'StaffChanges', {
      ...common,
      name: 'staff-changes',
      schema: ChangesEnvironment,
      environment: {
        ...recording,
        INBOX_BUCKET: storage.inbox.bucketName,
        LEAD_MS: String(stage.deadlineMs),
      },
      permissions: [
        itemStatement(storage.staff.access, { actions: ['Query'], leadingKeys: ['C#*'] }),
        itemStatement(storage.staff.access, { actions: ['GetItem'], leadingKeys: ['B#*', 'S#*'] }),
        itemStatement(storage.staff.access, { actions: ['PutItem'], leadingKeys: ['B#*', 'C#*', 'S#*'] }),
        statement(['s3:GetObject'], [storage.inbox.arnForObjects('gaiji/*')]),
        ...keyStatements(this, storage.key, ['s3']),
        audit,
        ...sessions,
      ],
    });
    const files = new ServiceFunction(this, 'StaffConsole', {
      ...common,
      name: 'staff-console',
      schema: ConsoleFilesEnvironment,
      environment: {},
      permissions: [],
    });

    const { api } = new ProxyApi(this, 'StaffApi', {
      stage,
      name: 'staff',
      routes: [
        { method: 'ANY', path: '/api/session', target: session.lambda },
        { method: 'GET', path: '/api/history', target: history.lambda },
        { method: 'GET', path: '/api/history/{requestId}', target: history.lambda },
        { method: 'GET', path: '/api/link/status', target: link.lambda },
        { method: 'GET', path: '/api/cases', target: cases.lambda },
        { method: 'GET', path: '/api/cases/{caseId}', target: cases.lambda },
        { method: 'ANY', path: '/api/cases/{caseId}/{action}', target: cases.lambda },
        { method: 'POST', path: '/api/discrepancies/{action}', target: cases.lambda },
        { method: 'GET', path: '/api/decisions/{personId}', target: decisions.lambda },
        { method: 'PUT', path: '/api/decisions/{personId}', target: decisions.lambda },
        { method: 'GET', path: '/api/closures', target: closures.lambda },
        { method: 'POST', path: '/api/closures', target: closures.lambda },
        { method: 'POST', path: '/api/closures/opening', target: closures.lambda },
        { method: 'POST', path: '/api/closures/opening/confirmation', target: closures.lambda },
        { method: 'POST', path: '/api/issuances/{requestId}/proof', target: proof.lambda },
        { method: 'ANY', path: '/api/changes', target: changes.lambda },
        { method: 'ANY', path: '/api/changes/{proxy+}', target: changes.lambda },
        { method: 'GET', path: '/', target: files.lambda },
        { method: 'GET', path: '/{proxy+}', target: files.lambda },
      ],
    });
    new CfnOutput(this, 'StaffApiId', { value: api.restApiId });
  }
}
