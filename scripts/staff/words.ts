import type { CloseReason, OpenReason } from '../../functions/closures/contract.ts';
import type { Latch } from '../../functions/closures/index.ts';
import type {
  EndReason,
  ExemptionReason,
  ForbidReason,
  Standing,
} from '../../functions/decisions/contract.ts';

export const CLOSE_REASONS: Readonly<Record<CloseReason, string>> = {
  'misissuance-suspected': '誤交付の疑い',
  'system-fault': '障害',
  maintenance: '保守',
  'notified-by-jlis': 'J-LIS からの連絡',
  other: 'その他',
};

export const OPEN_REASONS: Readonly<Record<OpenReason, string>> = {
  'cause-removed': '原因を取り除いた',
  'no-cause-found': '原因はなかった',
  'closed-by-mistake': '誤って止めた',
  other: 'その他',
};

export const CAUSES: Readonly<Record<Latch['cause'], string>> = {
  'by-hand': '手動',
  gate: '照合',
  freshness: '鮮度',
  'initial-load': '初期データ',
};

export const FORBID_REASONS: Readonly<Record<ForbidReason, string>> = {
  'asked-by-person': '本人の申出',
  'identity-in-doubt': 'なりすまし等の疑い',
  'record-under-review': '記録の確認中',
  'required-by-law': '法令・通知による',
  other: 'その他',
};

export const EXEMPTION_REASONS: Readonly<Record<ExemptionReason, string>> = {
  'asked-by-person': '本人の申請',
  'asked-by-representative': '法定代理人の申請',
};

export const END_REASONS: Readonly<Record<EndReason, string>> = {
  'asked-by-person': '申出による',
  'reason-gone': '事由がなくなった',
  'made-by-mistake': '誤りだった',
  other: 'その他',
};

export const STANDINGS: Readonly<Record<Standing, string>> = {
  planned: '開始前',
  'in-force': '有効',
  over: '終了',
};

/** The word of a class of reason; the class itself where it is something else, such as an issuance id. */
export const wordOf = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] ?? name) : name;

/** Lines of a help text: every value of an option with its word. */
export const valueLines = (words: Readonly<Record<string, string>>): string =>
  Object.entries(words)
    .map(([name, word]) => `      ${name.padEnd(24)}${word}\n`)
    .join('');
