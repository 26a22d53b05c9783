import { z } from 'zod';

export const TestReport = z.object({
  passed: z.int().min(0),
  failed: z.int().min(0),
  skipped: z.array(z.object({ test: z.string(), reason: z.string() })),
});
export type TestReport = z.infer<typeof TestReport>;

/** What a part of the tests counts as that ended without a report, or says one thing and ends as another. */
export function settled(report: TestReport | undefined, exitCode: number | null): TestReport {
  if (report === undefined) return { passed: 0, failed: 1, skipped: [] };
  if (exitCode !== 0 && report.failed === 0) return { ...report, failed: 1 };
  return report;
}

export function addUp(reports: readonly TestReport[]): TestReport {
  const sum = (count: (report: TestReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  return {
    passed: sum((report) => report.passed),
    failed: sum((report) => report.failed),
    skipped: reports.flatMap((report) => report.skipped),
  };
}

/** The reasons of what was skipped, and the closing line. */
export function closingLines(total: TestReport): readonly string[] {
  const reasons = total.skipped.map(({ test, reason }) => `skipped: ${test} (${reason})`);
  const skipped = total.skipped.length === 0 ? '' : `, ${total.skipped.length} skipped`;
  return [...reasons, `${total.passed} passed, ${total.failed} failed${skipped}`];
}
