import { runCommand, runEntry } from '../local/command.ts';
import { readProveArguments } from '../test/prove-arguments.ts';

// `test/prove/main.ts` knows the names and lists them with --help.
await runCommand((args) => {
  const { name, seed, count, workers, onEngine } = readProveArguments(args);
  if (name === undefined) return runEntry('test/prove/main.ts', ['--help']);
  const given = [
    ...(seed === undefined ? [] : ['--seed', seed]),
    ...(count === undefined ? [] : ['--count', String(count)]),
    ...(workers === undefined ? [] : ['--workers', String(workers)]),
    ...(onEngine ? ['--engine'] : []),
  ];
  return runEntry('test/prove/main.ts', [name, ...given]);
});
