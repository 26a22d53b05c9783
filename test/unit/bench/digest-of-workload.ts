import { createHash } from 'node:crypto';
import { workloadOf } from '../../../bench/pdf/workload.ts';

/** Prints the SHA-256 of a seed's first certificates, and of the other lists: for a test that runs it in a process of its own. */
const { certificate, sparse, twins, missing } = workloadOf(process.argv[2] ?? '');
const lists = [...Array.from({ length: 20 }, (_, index) => certificate(index)), sparse, twins, missing];
process.stdout.write(createHash('sha256').update(JSON.stringify(lists)).digest('hex'));
