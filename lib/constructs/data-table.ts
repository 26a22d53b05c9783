import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../config/stage.ts';
import type { TableAccess } from './permissions.ts';

/** The customer's key of the stage's region, and the ARN of the one in its pair. */
export type DataKeys = { readonly key: IKey; readonly pairKeyArn: string };

export type DataTableProps = {
  readonly stage: Stage;
  /** Absent where the stage leaves encryption to keys of AWS. */
  readonly keys: DataKeys | undefined;
  /** Attribute (epoch seconds) after which DynamoDB deletes an item. */
  readonly timeToLive?: string;
  readonly indexes?: GlobalSecondaryIndexPropsV2[];
};

/**
 * One table for one class of data: string keys `pk` and `sk`, on-demand capacity, point-in-time recovery. Where the
 * stage has a second region the table has a replica there; where it has keys of its own it cannot be deleted.
 */
export class DataTable extends Construct {
  readonly table: TableV2;
  readonly access: TableAccess;

  constructor(scope: Construct, id: string, { stage, keys, timeToLive, indexes }: DataTableProps) {
    super(scope, id);
    const region = stage.secondaryRegion;
    const recovery = { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } };
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      ...recovery,
      deletionProtection: stage.customerManagedKeys,
      removalPolicy: stage.customerManagedKeys ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(timeToLive === undefined ? {} : { timeToLiveAttribute: timeToLive }),
      ...(indexes === undefined ? {} : { globalSecondaryIndexes: indexes }),
      ...(keys === undefined ? {} : { encryption: encryptionOf(keys, region) }),
      ...(region === undefined
        ? {}
        : { replicas: [{ region, deletionProtection: stage.customerManagedKeys, ...recovery }] }),
    });
    this.access = { arn: this.table.tableArn, key: keys?.key };
  }
}

function encryptionOf(keys: DataKeys, region: string | undefined): TableEncryptionV2 {
  return TableEncryptionV2.customerManagedKey(
    keys.key,
    region === undefined ? {} : { [region]: keys.pairKeyArn },
  );
}
