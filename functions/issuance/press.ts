import { drawCertificate } from './draw.ts';
import { checkRelease } from './release-gate.ts';

/** What makes the bytes of a certificate, and what reads them back before they may leave. */
export type Press = { readonly draw: typeof drawCertificate; readonly release: typeof checkRelease };

/** The one of every program. Only a proof that asks for a million certificates puts cheaper bytes in its place. */
export const PRESS: Press = { draw: drawCertificate, release: checkRelease };
