import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import { type IssueAnswer, issueCertificate } from '../../../functions/issuance/issue-certificate.ts';
import { issuingOnEngine } from '../../support/issuing.ts';

// Issues over the endpoint that it is given, several requests at a time, and is killed at any moment.

export type WorkerQuestion = { readonly id: number; readonly request: IssueRequest };
export type WorkerAnswer = {
  readonly id: number;
  /** `error`: what has happened was no refusal; by its name. */
  readonly answer: IssueAnswer | { readonly kind: 'error'; readonly name: string };
};

const { deps } = issuingOnEngine(process.env['WORKER_ENDPOINT']);

process.on('message', ({ id, request }: WorkerQuestion) => {
  void issueCertificate(deps, request, deps.clock())
    .catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'Error';
      return { kind: 'error' as const, name };
    })
    .then((answer) => process.send?.({ id, answer } satisfies WorkerAnswer));
});
process.send?.({ id: 0 });
