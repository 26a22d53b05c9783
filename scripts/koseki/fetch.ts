import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  createKosekiGateway,
  type ExpectedIdentity,
  httpExchange,
  KosekiEnvironment,
  type KosekiLinks,
  KosekiRequestId,
} from '../../functions/koseki/index.ts';
import { inspectPdf } from '../../functions/pdf/inspect/index.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { newUuid, systemClock } from '../../functions/shared/system.ts';
import { instantOf } from '../../functions/shared/time.ts';
import { standInLinks } from '../../lib/config/stand-in-links.ts';
import { KOSEKI_PORT, portFrom } from '../local/ports.ts';
import { Problem } from '../local/problem.ts';
import type { FetchCommand } from './arguments.ts';
import { wordsOf } from './words.ts';

export type Told = { readonly code: 0 | 1; readonly text: string; readonly data: unknown };

type Environment = Readonly<Record<string, string | undefined>>;

/** The links that the environment names, or those to the stand-in of this machine. */
function linksIn(environment: Environment): KosekiLinks {
  if (environment['KOSEKI_LINKS'] === undefined)
    return standInLinks(`http://127.0.0.1:${portFrom(KOSEKI_PORT, environment)}`);
  const parsed = KosekiEnvironment.safeParse(environment);
  if (parsed.success) return parsed.data.KOSEKI_LINKS;
  const places = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Problem(`The links cannot be used (${places.join('; ')})`, 'see docs/koseki-gateway.md');
}

const Expected = z.strictObject({
  registeredDomicile: z.string().min(1),
  familyRegisterHead: z.string().min(1),
  fullNames: z.array(z.string().min(1)).min(1),
});

async function expectedIn(file: string | undefined): Promise<{ readonly expected?: ExpectedIdentity }> {
  if (file === undefined) return {};
  try {
    return { expected: Expected.parse(JSON.parse(await readFile(file, 'utf8'))) };
  } catch {
    throw new Problem(`${file} does not say whom to expect`, 'see `npm run -s koseki -- --help`');
  }
}

/** `fetch`: one real question through the gateway, and what its answer is found to be. */
export async function fetchOne(command: FetchCommand, environment: Environment): Promise<Told> {
  const { municipality, register, person, kind, subject, out } = command;
  const isOfSome = kind === 'family-register-individual' || kind === 'supplement-partial';
  const gateway = createKosekiGateway({
    links: linksIn(environment),
    exchange: httpExchange,
    clock: systemClock,
  });
  const named = await expectedIn(command.expect);
  const began = performance.now();
  const fetched = await gateway.fetchCertificate({
    requestId: KosekiRequestId.parse(newUuid()),
    municipality,
    kosekiId: register,
    kosekiPersonKey: person,
    kind,
    subjects: isOfSome && subject.length === 0 ? [person] : subject,
    options: command.with,
    ...named,
    deadlineAt: instantOf(systemClock() + command.seconds * 1_000),
  });
  const milliseconds = Math.round(performance.now() - began);
  if (!fetched.ok) {
    const text = `受け取りませんでした: ${wordsOf(fetched.error)}（${milliseconds} ms）`;
    return { code: 1, text, data: { outcome: 'refused', fault: fetched.error, milliseconds } };
  }
  const { pdf, sha256, pages, knownBy } = fetched.value;
  if (out !== undefined)
    await writeFile(out, pdf).catch(() => {
      throw new Problem(`${out} cannot be written`, 'choose another place with --out');
    });
  const { version, fonts } = unwrap(await inspectPdf(pdf));
  const found = { pages, bytes: pdf.length, sha256, knownBy, version, fonts, milliseconds };
  return {
    code: 0,
    text: [
      `受け取りました: ${pages} ページ、${pdf.length.toLocaleString('ja')} バイト、PDF ${version}（${milliseconds} ms）`,
      `SHA-256 ${sha256}`,
      `確かめたもの: ${KNOWN_BY[knownBy]}`,
      ...fonts.map(
        ({ name, kind: of, embedded }) => `フォント ${name}（${of}）${embedded ? '' : ' 埋め込みなし'}`,
      ),
      out === undefined ? 'PDF は残していません（--out）。' : `${out} に書きました。`,
    ].join('\n'),
    data: { outcome: 'received', ...found, ...(out === undefined ? {} : { file: out }) },
  };
}

const KNOWN_BY = {
  echo: '要求番号・個人の番号・ハッシュ値',
  text: '証明書の本籍と氏名',
  'echo-and-text': '要求番号・個人の番号・ハッシュ値、証明書の本籍と氏名',
} as const;
