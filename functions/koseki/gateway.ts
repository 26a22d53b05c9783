import type { InspectFault } from '../pdf/inspect/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Result } from '../shared/result.ts';
import type { Instant } from '../shared/time.ts';
import type { DeclineReason, EchoField, KosekiQuestion } from './contract.ts';
import type { PlaceholderName } from './identity-check.ts';

/** Whom the paper must be about, as the registry says it. Nothing is normalised: code point for code point. */
export type ExpectedIdentity = {
  /** 本籍. */
  readonly registeredDomicile: string;
  /** 筆頭者の氏名. */
  readonly familyRegisterHead: string;
  /** 氏名 of each subject; of the applicant where the certificate is about everyone. 氏 and 名 apart by a blank. */
  readonly fullNames: readonly string[];
};

export type KosekiRequest = Omit<KosekiQuestion, 'version'> & {
  /** Absent where the registry does not know it (a non-resident): a link without an echo then refuses. */
  readonly expected?: ExpectedIdentity;
  /** The answer has to be judged by then; the link's own budget may end earlier. */
  readonly deadlineAt: Instant;
  /** Gives up: the connection is closed at once. */
  readonly signal?: AbortSignal;
  /** Is given the bytes of an answer that may be somebody else's, as evidence: they go nowhere else. */
  readonly withhold?: (pdf: Uint8Array) => void;
};

/** A certificate as the koseki system has made it, its own seal and its head's name in it. */
export type KosekiCertificate = {
  /** The very bytes that came in. */
  readonly pdf: Uint8Array;
  readonly sha256: string;
  readonly pages: number;
  /** By what it is known to be the request's. */
  readonly knownBy: 'echo' | 'text' | 'echo-and-text';
};

/** What is wrong with the talk itself, whatever was said. */
export type ExchangeFault =
  | { readonly kind: 'deadline' }
  | { readonly kind: 'aborted' }
  /** No connection: `code` as the system calls it. */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** The connection ended within the answer. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'redirected' }
  | { readonly kind: 'wrong-type' }
  | { readonly kind: 'protocol'; readonly rule: ProtocolRule };

export type ProtocolRule =
  | 'syntax'
  | 'interim-answer'
  /** The answer does not say that it is the connection's only one. */
  | 'not-closing'
  /** Bytes behind the end of the answer: perhaps another one. */
  | 'surplus'
  | 'header-twice'
  | 'header-size'
  /** Neither a length nor chunks: an end could not be told from a break. */
  | 'unframed'
  | 'encoded'
  | 'trailers';

/** Why there is no certificate. Names rules and places, never what a paper or a person says. */
export type KosekiFault =
  | ExchangeFault
  /** The city has no link to a koseki system. */
  | { readonly kind: 'no-link' }
  /** This link could not tell whose the answer is; nothing was asked. */
  | { readonly kind: 'not-verifiable'; readonly lacks: PlaceholderName | 'registeredDomicileNotAskedFor' }
  | { readonly kind: 'declined'; readonly status: number; readonly reason: DeclineReason | 'unspecified' }
  | { readonly kind: 'echo-missing'; readonly field: EchoField }
  | { readonly kind: 'echo-mismatch'; readonly field: EchoField }
  | { readonly kind: 'pdf'; readonly fault: InspectFault }
  | { readonly kind: 'text-unreadable'; readonly page: number }
  | { readonly kind: 'text-mismatch'; readonly lacks: PlaceholderName }
  /** The paper says what may be there only when asked for, or never. */
  | { readonly kind: 'unasked'; readonly item: 'domicile' | 'resident-record-code' };

/**
 * The way to the koseki systems (仕様書 3(2)③). One call is one question on a connection of its own, one answer, never
 * a second try: whoever calls has claimed the request id before and never uses it again, and a repeat of the kiosk's
 * request is refused there. Nothing is kept.
 */
export type KosekiGateway = {
  /** Whether the city has a link to a koseki system. */
  readonly isLinked: (municipality: MunicipalityCode) => boolean;
  readonly fetchCertificate: (request: KosekiRequest) => Promise<Result<KosekiCertificate, KosekiFault>>;
};

/** A question on its way, and what came back. `body` is empty unless the status is 200. */
export type Asked = {
  readonly url: URL;
  readonly body: string;
  /** Most bytes that an answer may have. */
  readonly limit: number;
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
};
export type Answered = {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
};
export type Exchange = (asked: Asked) => Promise<Result<Answered, ExchangeFault>>;
