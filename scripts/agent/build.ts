import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { PROJECT } from '../local/places.ts';

/** Where the bundle goes when nobody says otherwise. */
export const AGENT_BUNDLE = join(PROJECT, '.build/agent/kofu-link-agent.cjs');

/**
 * The link agent as one file that needs Node 24 and nothing else.
 * @throws Error one sentence: a source does not compile
 */
export async function buildAgent(outfile: string = AGENT_BUNDLE): Promise<void> {
  await mkdir(dirname(outfile), { recursive: true });
  await build({
    absWorkingDir: PROJECT,
    entryPoints: ['agent/src/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    banner: { js: '#!/usr/bin/env node' },
    minifyWhitespace: true,
    minifySyntax: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  await chmod(outfile, 0o755);
}
