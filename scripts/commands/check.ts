import { runChecks } from '../checks/run-checks.ts';
import { requireNoArguments, runCommand } from '../local/command.ts';

await runCommand(async (args) => {
  requireNoArguments(args, 'check');
  const { passed, failed } = await runChecks((text) => process.stdout.write(text));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
