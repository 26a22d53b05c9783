import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLING } from '../../scripts/deploy/build.ts';
import { peerUrl } from '../peers/address.ts';
import type { EngineEntry } from './engine-list.ts';
import { BEGAN } from './engine-process.ts';
import { PEERS } from './peers.ts';

/** The files that are run: one an engine, and what reads a cold case before one of them begins. */
export type EngineFiles = { readonly coldCase: string; readonly engines: ReadonlyMap<string, string> };

const NOTE_TIME = `globalThis[Symbol.for('${BEGAN.description}')] = process.hrtime.bigint();`;
/** Some packages ask where they lie. */
const OWN_URL = "const ownUrl = require('node:url').pathToFileURL(__filename).href;";

/**
 * Every engine with the process that drives it and its packages as one CommonJS file, as functions are bundled. Its
 * first line notes the time. Packages that cannot be bundled are read from where they were installed.
 */
export async function buildEngines(entries: readonly EngineEntry[], folder: string): Promise<EngineFiles> {
  await mkdir(folder, { recursive: true });
  const engines = new Map<string, string>();
  for (const entry of entries) {
    const outfile = join(folder, `${entry.name}.cjs`);
    await bundled(entrySource(entry), outfile, [NOTE_TIME, ...(entry.packages.length > 0 ? [OWN_URL] : [])]);
    engines.set(entry.name, outfile);
  }
  const coldCase = join(folder, 'cold-case.cjs');
  await bundled(`import ${here('cold-case.ts')};`, coldCase, []);
  return { coldCase, engines };
}

async function bundled(contents: string, outfile: string, banner: readonly string[]): Promise<void> {
  await build({
    ...BUNDLING,
    // packages are looked for among the peers
    stdin: { contents, resolveDir: PEERS, loader: 'ts' },
    outfile,
    banner: { js: banner.join('\n') },
    define: { ...BUNDLING.define, 'import.meta.url': 'ownUrl' },
  });
}

const here = (file: string): string => JSON.stringify(join(import.meta.dirname, file));

function entrySource({ file, exported, packages, bundled }: EngineEntry): string {
  const loaders = packages.map((name) => {
    // a path in a variable stays an import when the file runs
    const code = bundled
      ? `import(${JSON.stringify(name)})`
      : `import([${JSON.stringify(peerUrl(name))}][0])`;
    return `${JSON.stringify(name)}: () => ${code}`;
  });
  return [
    `import { ${exported} } from ${here(join('engines', file))};`,
    `import { serve } from ${here('engine-process.ts')};`,
    `const packages = { ${loaders.join(', ')} };`,
    `serve(${exported}, (name) => packages[name]());`,
  ].join('\n');
}
