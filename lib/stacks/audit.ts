import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { AuditSealEnvironment } from '../../functions/audit/environment.ts';
import type { Stage } from '../config/stage.ts';
import { AuditAlarms } from '../constructs/audit-alarms.ts';
import { itemStatement, keyStatements, statement } from '../constructs/permissions.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StorageStack } from './storage.ts';

/** 監査記録: what chains the events that everything else writes, and anchors the chain apart. */
export class AuditStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { stage, storage, ...props }: StackProps & { stage: Stage; storage: StorageStack },
  ) {
    super(scope, id, props);
    const { audit, anchors, key } = storage;
    const { lambda } = new ServiceFunction(this, 'AuditSeal', {
      stage,
      name: 'audit-seal',
      schema: AuditSealEnvironment,
      environment: {
        STAGE: stage.name,
        AUDIT_TABLE: audit.table.tableName,
        ANCHOR_BUCKET: anchors.bucketName,
        MUNICIPALITIES: JSON.stringify(stage.municipalities.map(({ code }) => code)),
      },
      permissions: [
        itemStatement(audit.access, { actions: ['Query'], leadingKeys: ['E#*', 'B#*'] }),
        itemStatement(audit.access, { actions: ['GetItem', 'PutItem'], leadingKeys: ['B#*', 'H#*'] }),
        statement(['s3:PutObject'], [anchors.arnForObjects('*')]),
        ...keyStatements(this, key, ['dynamodb', 's3'], ['s3']),
      ],
      memory: stage.memory.staff,
      timeout: Duration.minutes(4),
      key,
    });
    if (stage.alarms) new AuditAlarms(this, 'AuditAlarms', { municipalities: stage.municipalities });
    new Rule(this, 'EveryFiveMinutes', {
      description: 'Seals what is on record',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaTarget(lambda)],
    });
  }
}
