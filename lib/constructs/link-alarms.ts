import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../functions/shared/metrics.ts';
import type { Stage } from '../config/stage.ts';

/** The conditions of a city's link: a metric of `functions/shared/log-catalogue.ts` and what it says when above 0. */
const CONDITIONS = {
  stale: { says: 'feeds are older than the city allows', runbook: 'freshness' },
  gap: { says: 'numbers of link files are missing', runbook: 'link-gap' },
  failedFile: { says: 'link files have failed and are not mended', runbook: 'link-failed-file' },
  neverLoaded: { says: 'feeds have never been loaded', runbook: 'link-never-loaded' },
  conflicts: { says: 'one sequence came with two contents', runbook: 'link-conflict' },
  absent: { says: 'a full file does not name everybody', runbook: 'link-absent' },
  unconfirmed: { says: 'outlines of gaiji have changed', runbook: 'changed-glyph' },
  refusedFonts: { says: 'a gaiji font was refused', runbook: 'gaiji-file' },
} as const;

/** One alarm per condition and city, one for each dead-letter queue, and one for the watch's own silence. */
export class LinkAlarms extends Construct {
  private readonly topic: Topic;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly municipalities: Stage['municipalities']; readonly deadLetters: readonly IQueue[] },
  ) {
    super(scope, id);
    // Names of alarms are all that it carries.
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    for (const { code } of props.municipalities) {
      for (const [name, { says, runbook }] of Object.entries(CONDITIONS))
        this.alarm(`${name}-${code}`, metricOf(name, code, Stats.MAXIMUM), `${code}: ${says}`, runbook);
      // What says nothing is not known to be well.
      this.alarm(
        `watch-${code}`,
        metricOf('closedFamilies', code, Stats.SAMPLE_COUNT, Duration.minutes(5)),
        `${code}: nobody watches the link`,
        'link-watch',
        { comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.BREACHING },
      );
    }
    for (const [index, queue] of props.deadLetters.entries()) {
      const metric = queue.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(1),
      });
      this.alarm(`dead-letters-${index + 1}`, metric, 'messages of link files have given up', 'link-replay');
    }
  }

  private alarm(
    name: string,
    metric: IMetric,
    says: string,
    runbook: string,
    {
      comparison = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      missing = TreatMissingData.NOT_BREACHING,
    } = {},
  ): void {
    const alarm = new Alarm(this, name, {
      alarmName: `kofu-link-${name}`,
      alarmDescription: `${says}. docs/runbook.md#${runbook}`,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: comparison,
      treatMissingData: missing,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}

const metricOf = (
  metricName: string,
  municipality: string,
  statistic: string,
  period: Duration = Duration.minutes(1),
): Metric =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { municipality },
    statistic,
    period,
  });
