import { readFileSync } from 'node:fs';
import { COLD_CASE, type ColdCase } from './engine-process.ts';
import { unpackMaterials } from './transfer.ts';

/** Runs before an engine's file (`node --require`): what that shall draw lies ready when its clock starts. */
const { materials, document } = JSON.parse(readFileSync(process.argv[3] ?? '', 'utf8'));
const known: ColdCase = { materials: unpackMaterials(materials), document };
Object.assign(globalThis, { [COLD_CASE]: known });
