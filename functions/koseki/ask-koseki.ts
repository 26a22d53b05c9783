import { inspectPdf } from '../pdf/inspect/index.ts';
import { sha256Hex } from '../shared/canonical.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Clock } from '../shared/time.ts';
import { DECLINE_HEADER, DeclineReason, ECHO_HEADERS, KosekiQuestion } from './contract.ts';
import { type KosekiLinks, linkedCities, linkOf } from './environment.ts';
import type {
  Answered,
  Exchange,
  KosekiCertificate,
  KosekiFault,
  KosekiGateway,
  KosekiRequest,
} from './gateway.ts';
import { echoFault, showsRecordCode, textFault, wantedText } from './identity.ts';

/** What an answer to the kiosk can carry. */
const MOST_PDF_BYTES = 4_400_000;

/** What the gateway is made of. */
export type KosekiParts = {
  readonly links: KosekiLinks;
  readonly exchange: Exchange;
  readonly clock: Clock;
};

/** @throws ZodError where the request breaks the contract's own rules: a defect of whoever calls */
export function createKosekiGateway(parts: KosekiParts): KosekiGateway {
  return {
    ...linkedCities(parts.links),
    fetchCertificate: (request) => fetchCertificate(parts, request),
  };
}

async function fetchCertificate(
  { links, exchange, clock }: KosekiParts,
  request: KosekiRequest,
): Promise<Result<KosekiCertificate, KosekiFault>> {
  const { expected: _, deadlineAt, signal, withhold, ...asked } = request;
  const question = KosekiQuestion.parse({ version: 1, ...asked });
  const link = linkOf(links, question.municipality);
  if (link === undefined) return err({ kind: 'no-link' });
  const wanted = wantedText(link.identity, request);
  if (!wanted.ok) return wanted;
  const withinMs = Math.min(link.budgetMs, deadlineAt - clock());
  if (withinMs <= 0) return err({ kind: 'deadline' });

  const url = new URL(link.endpoint);
  const body = JSON.stringify(question);
  const answer = await exchange({ url, body, limit: MOST_PDF_BYTES, withinMs, signal });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) return err(declined(answer.value, question));

  const pdf = answer.value.body;
  const withheld = (fault: KosekiFault) => {
    withhold?.(pdf);
    return err(fault);
  };
  const sha256 = sha256Hex(pdf);
  const { requestId, kosekiPersonKey: personKey } = question;
  const { by } = link.identity;
  const strange = echoFault(answer.value, { requestId, personKey, sha256 }, by !== 'text');
  if (strange !== undefined) return withheld(strange);
  const inspected = await inspectPdf(pdf, { text: true, bytes: MOST_PDF_BYTES });
  if (!inspected.ok) return err({ kind: 'pdf', fault: inspected.error });
  const { pages } = inspected.value;
  if (showsRecordCode(pages)) return withheld({ kind: 'unasked', item: 'resident-record-code' });
  const other = wanted.value === undefined ? undefined : textFault(pages, wanted.value);
  if (other !== undefined) return withheld(other);
  // Whoever asked has given up meanwhile: what came late attaches to nothing (INV-2).
  if (signal?.aborted === true) return err({ kind: 'aborted' });
  if (clock() >= deadlineAt) return err({ kind: 'deadline' });
  return ok({ pdf, sha256, pages: pages.length, knownBy: wanted.value === undefined ? 'echo' : by });
}

/** A reason counts only if it is an answer to this question; a refusal it is in any case. */
function declined({ status, header }: Answered, { requestId }: KosekiQuestion): KosekiFault {
  const { data } = DeclineReason.safeParse(header(DECLINE_HEADER));
  const isOurs = header(ECHO_HEADERS.requestId) === requestId;
  return { kind: 'declined', status, reason: (isOurs ? data : undefined) ?? 'unspecified' };
}
