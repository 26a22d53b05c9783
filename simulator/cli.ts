import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';
import type { IssueRequest } from '../functions/issuance/contract.ts';
import { err, ok, type Result } from '../functions/shared/result.ts';
import { type Center, CenterFault, type Refusal } from './center.ts';
import { type Command, type IssueWish, parseCommand } from './kiosk/arguments.ts';
import { centerOf } from './kiosk/center-secret.ts';
import { HELP_HINT, helpOf } from './kiosk/help.ts';
import { type Issued, issuedReport, menuReport, refusalReport, statusReport } from './kiosk/report.ts';
import { readStackFile, type SimulatedStack } from './kiosk/stack-file.ts';

/** What the command line touches outside itself; a test puts its own in place. */
export type CliWorld = {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly center: (stack: SimulatedStack) => Promise<Center>;
  readonly newRequestId: () => string;
};

const REAL_WORLD: CliWorld = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  center: centerOf,
  newRequestId: () => randomBytes(24).toString('base64url'),
};

type Work = Exclude<Command, { kind: 'help' }>;
/** What one subcommand brought: for people, and the same as data. */
type Outcome = { readonly text: string; readonly data: object };
type RefusedOutcome = Refusal & { readonly requestId?: string };

/** One clear sentence instead of a stack trace. */
class Failure extends Error {}

/**
 * The wish with what the menu shows, where that was left open: the fee, and the newest year of a certificate that is of
 * one. Where it offers nothing, the fee is 0: the request still goes out, so that the refusal is the one of the request
 * itself and stands in the history.
 */
async function completed(center: Center, wish: IssueWish): Promise<IssueRequest> {
  const { feeJpy, municipality, issuer, serial } = wish;
  if (feeJpy !== undefined) return { ...wish, feeJpy };
  const menu = await center.menu({ municipality, issuer, serial });
  const offer = menu.ok ? menu.value.offers.find(({ type }) => type === wish.type) : undefined;
  const taxYear = wish.taxYear ?? offer?.taxYears?.[0];
  return { ...wish, feeJpy: offer?.feeJpy ?? 0, ...(taxYear === undefined ? {} : { taxYear }) };
}

async function pagesOf(pdf: Uint8Array): Promise<number> {
  try {
    return (await PDFDocument.load(pdf, { updateMetadata: false })).getPageCount();
  } catch {
    throw new Failure('届いた PDF を読み取れません。もう一度申し込んでください。');
  }
}

async function save(file: string, pdf: Uint8Array): Promise<void> {
  try {
    await writeFile(file, pdf);
  } catch {
    throw new Failure(`${file} に書き込めません。--out に別の場所を指定してください。`);
  }
}

async function issue(
  center: Center,
  wish: IssueWish,
  out: string | undefined,
): Promise<Result<Outcome, RefusedOutcome>> {
  const request = await completed(center, wish);
  const answer = await center.issue(request);
  if (!answer.ok) return err({ ...answer.error, requestId: wish.requestId });
  const { pdf, requestId, sha256 } = answer.value;
  const pages = await pagesOf(pdf);
  if (out !== undefined) await save(out, pdf);
  const { copies, feeJpy } = request;
  const file = out === undefined ? {} : { file: out };
  const issued: Issued = { requestId, bytes: pdf.length, pages, sha256, copies, feeJpy, ...file };
  return ok({ text: issuedReport(issued), data: { outcome: 'issued', ...issued } });
}

async function perform(center: Center, command: Work): Promise<Result<Outcome, RefusedOutcome>> {
  switch (command.kind) {
    case 'menu': {
      const menu = await center.menu(command.request);
      return menu.ok ? ok({ text: menuReport(menu.value), data: menu.value }) : menu;
    }
    case 'issue':
      return issue(center, command.wish, command.out);
    case 'result': {
      const status = await center.result(command.request);
      return status.ok ? ok({ text: statusReport(status.value), data: status.value }) : status;
    }
    case 'query': {
      const status = await center.query(command.municipality, command.requestId);
      return status.ok ? ok({ text: statusReport(status.value), data: status.value }) : status;
    }
  }
}

async function centerFor(command: Work, world: CliWorld): Promise<Center> {
  const stack = await readStackFile(command.stack);
  if (!stack.ok) throw new Failure(stack.error);
  try {
    return await world.center(stack.value);
  } catch {
    throw new Failure('ローカル環境が応答しません。npm run status で確かめ、npm start で起動してください。');
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  if (error instanceof CenterFault)
    return `証明発行サーバから正しい応答がありません（${error.message}）。npm run status で確かめてください。`;
  return '予期しない失敗です。npm run status で環境を確かめてください。';
}

/**
 * `npm run -s kiosk -- menu|issue|result|query …`
 * @returns the exit code: 0 done, 1 failure, 2 wrong usage, 3 refused
 */
export async function main(args: readonly string[], world: CliWorld = REAL_WORLD): Promise<number> {
  const command = parseCommand(args, world.newRequestId);
  if (!command.ok) {
    world.complain(`${command.error}\n${HELP_HINT}\n`);
    return 2;
  }
  if (command.value.kind === 'help') {
    world.write(helpOf(command.value.of));
    return 0;
  }
  const work = command.value;
  try {
    const outcome = await perform(await centerFor(work, world), work);
    if (outcome.ok) {
      world.write(`${work.json ? JSON.stringify(outcome.value.data) : outcome.value.text}\n`);
      return 0;
    }
    const { problem, requestId } = outcome.error;
    if (work.json) {
      const data = { outcome: 'refused', ...(requestId === undefined ? {} : { requestId }), ...problem };
      world.write(`${JSON.stringify(data)}\n`);
    } else world.write(`${refusalReport(outcome.error, requestId)}\n`);
    return 3;
  } catch (error) {
    world.complain(`${sentenceOf(error)}\n`);
    return 1;
  }
}
