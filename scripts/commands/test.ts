import { runChecks } from '../checks/run-checks.ts';
import { stopBackground } from '../local/background.ts';
import { requireNoArguments, runCommand } from '../local/command.ts';
import { stopEngine } from '../local/engine.ts';
import { ensureFreeType } from '../local/freetype-install.ts';
import { ensurePacks } from '../local/packs.ts';
import { TEST_PLACE } from '../local/places.ts';
import { addUp, closingLines, type TestReport } from '../test/report.ts';
import { runVitest } from '../test/run-vitest.ts';

/** The parts in their order; the last ones share one engine. */
const PARTS = [
  { title: 'unit and property tests', projects: ['unit'] },
  { title: 'CDK assertions', projects: ['cdk'] },
  { title: 'end-to-end, browser and logs', projects: ['e2e', 'browser', 'logs'] },
] as const;

async function main(args: string[]): Promise<number> {
  requireNoArguments(args, 'test');
  let child: number | undefined;
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      void endTests(child).finally(() => process.exit(130));
    });
  await ensurePacks((text) => console.log(`font · ${text}`));
  await ensureFreeType((text) => console.log(`FreeType · ${text}`));
  const checks = await runChecks((text) => process.stdout.write(text));
  const reports: TestReport[] = [{ ...checks, skipped: [] }];
  for (const { title, projects } of PARTS) {
    console.log(`\n— ${title}`);
    const report = await runVitest(projects, (pid) => {
      child = pid;
    });
    if (ending) await new Promise(() => undefined);
    reports.push(report);
  }
  const total = addUp(reports);
  console.log('');
  for (const line of closingLines(total)) console.log(line);
  return total.failed === 0 ? 0 : 1;
}

/** The tests' own engine runs in a group of its own and would outlive a Ctrl-C. */
async function endTests(child: number | undefined): Promise<void> {
  if (child !== undefined)
    try {
      process.kill(child, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  await stopBackground(TEST_PLACE, 'koseki');
  await stopEngine(TEST_PLACE);
}

await runCommand(main);
