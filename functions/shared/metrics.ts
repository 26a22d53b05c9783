/** Where the metrics of this system stand in CloudWatch. */
export const METRICS_NAMESPACE = 'Kofu';
