import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../functions/shared/metrics.ts';
import type { Stage } from '../config/stage.ts';

/** One alarm per city for the sealer's silence: what it does not say for twenty minutes it has not done. */
export class AuditAlarms extends Construct {
  constructor(scope: Construct, id: string, { municipalities }: Pick<Stage, 'municipalities'>) {
    super(scope, id);
    // Names of alarms are all that it carries.
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    for (const { code } of municipalities) {
      const alarm = new Alarm(this, `seal-${code}`, {
        alarmName: `kofu-audit-seal-${code}`,
        alarmDescription: `${code}: nobody seals the audit. docs/runbook.md#audit`,
        metric: new Metric({
          namespace: METRICS_NAMESPACE,
          metricName: 'sealedEvents',
          dimensionsMap: { municipality: code },
          statistic: Stats.SAMPLE_COUNT,
          period: Duration.minutes(20),
        }),
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }
}
