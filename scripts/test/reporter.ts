import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { TestReport } from './report.ts';

/** The variable that says where the report goes. */
const FILE = 'KOFU_TEST_REPORT';

/** Counts what ran and gathers the reasons of what did not; `npm test` adds the reports up. */
class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const report = reportOf(modules, unhandled.length);
    const file = process.env[FILE];
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(report));
  }
}

function reportOf(modules: readonly TestModule[], unhandled: number): TestReport {
  let passed = 0;
  // An error outside every test is a failure of its own, or a broken run could end as a clean one.
  let failed = unhandled;
  const skipped: { test: string; reason: string }[] = [];
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'skipped')
        skipped.push({ test: test.fullName, reason: result.note ?? 'no reason given' });
      else failed += 1;
    }
  }
  return { passed, failed, skipped };
}

// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export.
export default SummaryReporter;
