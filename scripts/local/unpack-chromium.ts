// Run as a program of its own: the package unpacks into the folder for temporary files, which TMPDIR has to name
// before the program starts.
import { join } from 'node:path';
import Chromium, { inflate } from '@sparticuz/chromium';
import { PROJECT } from './places.ts';

await Chromium.executablePath();
await inflate(join(PROJECT, 'node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
