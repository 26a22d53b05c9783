import { CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { dataKey } from '../constructs/data-key.ts';

/** What the second region must hold before the first one's data can be replicated there: its key. */
export class PairStack extends Stack {
  readonly key: Key;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.key = dataKey(this, 'DataKey');
    // Read as a stack output: a strong reference between regions would be a custom resource.
    CrossStackReferences.of(this.key).produce(ReferenceStrength.WEAK);
  }
}
