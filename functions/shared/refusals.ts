/**
 * The catalogue of refusals (architecture: refusals are values). A staff code says exactly why; a public code says no
 * more than the citizen's screen may show. Several staff codes share one public code on purpose: protection
 * measures must look like any other case for the counter, in code, text, bytes and time.
 */
export type PublicCode =
  | 'KSK-1001'
  | 'KSK-1002'
  | 'KSK-1003'
  | 'KSK-1004'
  | 'KSK-1005'
  | 'KSK-1006'
  | 'KSK-1007'
  | 'KSK-1008'
  | 'KSK-2001'
  | 'KSK-2002'
  | 'KSK-2003'
  | 'KSK-2004'
  | 'KSK-3001'
  | 'KSK-3002'
  | 'KSK-3003'
  | 'KSK-3004'
  | 'KSK-3005';

export type PublicRefusal = {
  readonly status: number;
  readonly title: string;
  /** What the citizen's screen shows. */
  readonly message: string;
  /** Whether the same wish may succeed when asked again under a new request id. */
  readonly retry: boolean;
};

/** Public codes in the order of precedence: the first that applies is the one that is shown. */
export const PUBLIC_REFUSALS: Readonly<Record<PublicCode, PublicRefusal>> = {
  'KSK-1001': {
    status: 422,
    title: 'outside service hours',
    message: 'ただいまの時間は取り扱っておりません。取扱時間内にもう一度お申し込みください。',
    retry: true,
  },
  'KSK-1002': {
    status: 422,
    title: 'type not available',
    message: 'この証明書は、ただいま取り扱っておりません。お住まいの市の窓口にお問い合わせください。',
    retry: true,
  },
  'KSK-1003': {
    status: 422,
    title: 'not registered',
    message:
      'この市では、お持ちのカードの利用登録が確認できません。お住まいの市の窓口にお問い合わせください。',
    retry: false,
  },
  'KSK-1004': {
    status: 422,
    title: 'certificate not valid',
    message: '電子証明書が有効ではありません。お住まいの市の窓口で更新の手続きをしてください。',
    retry: false,
  },
  'KSK-1005': {
    status: 422,
    title: 'ask at the counter',
    message: 'この証明書は、コンビニエンスストアでは交付できません。お住まいの市の窓口でお申し込みください。',
    retry: false,
  },
  'KSK-1006': {
    status: 422,
    title: 'applicant under age',
    message:
      '年齢の定めにより、コンビニエンスストアでは交付できません。お住まいの市の窓口でお申し込みください。',
    retry: false,
  },
  'KSK-1007': {
    status: 422,
    title: 'choice not possible',
    message: '選ばれた内容では交付できません。はじめからやり直してください。',
    retry: true,
  },
  'KSK-1008': {
    status: 422,
    title: 'fee has changed',
    message: '手数料が変わりました。はじめからやり直してください。',
    retry: true,
  },
  'KSK-2001': {
    status: 503,
    title: 'could not be issued now',
    message: 'ただいま証明書を作成できませんでした。もう一度はじめからお申し込みください。',
    retry: true,
  },
  'KSK-2002': {
    status: 504,
    title: 'deadline passed',
    message: '時間内に証明書を作成できませんでした。もう一度はじめからお申し込みください。',
    retry: true,
  },
  'KSK-2003': {
    status: 409,
    title: 'request in progress or finished',
    message: 'このお申し込みは、すでに受け付けています。もう一度はじめからお申し込みください。',
    retry: true,
  },
  'KSK-2004': {
    status: 404,
    title: 'no such request',
    message: 'お申し込みが見つかりません。もう一度はじめからお申し込みください。',
    retry: false,
  },
  'KSK-3001': {
    status: 401,
    title: 'not signed by the centre',
    message: '要求を受け付けられません。',
    retry: false,
  },
  'KSK-3002': {
    status: 401,
    title: 'stale or replayed',
    message: '要求を受け付けられません。',
    retry: false,
  },
  'KSK-3003': { status: 413, title: 'too large', message: '要求を受け付けられません。', retry: false },
  'KSK-3004': { status: 400, title: 'ill-formed', message: '要求を受け付けられません。', retry: false },
  'KSK-3005': {
    status: 409,
    title: 'request id used for another content',
    message: '要求を受け付けられません。',
    retry: false,
  },
};

export type StaffRefusal = {
  readonly public: PublicCode;
  /** What staff read in the history. */
  readonly staff: string;
  /** Shown only to operators with the permission for protection measures; others read the counter's text. */
  readonly confidential?: true;
  /** Section of `docs/runbook.md`. */
  readonly runbook: string;
};

/** Every reason for which a certificate is not issued. Codes are stable: never reused, never renumbered. */
export const REFUSALS = {
  'ISS-1001': { public: 'KSK-1001', staff: '取扱時間外です。', runbook: 'hours' },
  'ISS-1002': { public: 'KSK-1001', staff: '休止日か、休止の時間帯です。', runbook: 'hours' },
  'ISS-1003': { public: 'KSK-1002', staff: 'この証明書種別は停止中です。', runbook: 'closed-type' },
  'ISS-1004': {
    public: 'KSK-1002',
    staff: 'この市では取り扱っていない証明書種別です。',
    runbook: 'closed-type',
  },
  'ISS-1005': {
    public: 'KSK-1002',
    staff: '連携データが最新かどうかを確かめられないため、停止中です。',
    runbook: 'freshness',
  },
  'ISS-1101': { public: 'KSK-1003', staff: 'シリアル番号が登録されていません。', runbook: 'serial' },
  'ISS-1102': { public: 'KSK-1004', staff: '電子証明書が失効しています。', runbook: 'serial' },
  'ISS-1103': { public: 'KSK-1004', staff: '電子証明書の有効期間外です。', runbook: 'serial' },
  'ISS-1104': {
    public: 'KSK-1003',
    staff: 'シリアル番号に対応する住民の情報がありません。',
    runbook: 'serial',
  },
  'ISS-1105': {
    public: 'KSK-1003',
    staff: '本籍地利用登録が承認されていません。',
    runbook: 'domicile-registration',
  },
  'ISS-1106': {
    public: 'KSK-1003',
    staff: '本籍地利用登録の有効期限が過ぎています。',
    runbook: 'domicile-registration',
  },
  'ISS-1107': {
    public: 'KSK-1003',
    staff: 'シリアル番号情報と本籍地利用登録が、別の人を指しています。',
    runbook: 'domicile-registration',
  },
  'ISS-1201': { public: 'KSK-1003', staff: '転出した人です。', runbook: 'resident' },
  'ISS-1202': { public: 'KSK-1003', staff: '死亡した人です。', runbook: 'resident' },
  'ISS-1203': { public: 'KSK-1003', staff: '職権消除された人です。', runbook: 'resident' },
  'ISS-1204': { public: 'KSK-1005', staff: '異動が確定していません。', runbook: 'resident' },
  'ISS-1205': { public: 'KSK-1005', staff: '転入届出の当日です。', runbook: 'resident' },
  'ISS-1206': { public: 'KSK-1005', staff: '世帯に転出予定の人がいます。', runbook: 'resident' },
  'ISS-1207': {
    public: 'KSK-1005',
    staff: '支援措置により発行できません。',
    confidential: true,
    runbook: 'protection',
  },
  'ISS-1208': {
    public: 'KSK-1005',
    staff: '基幹システムの発行制限により発行できません。',
    runbook: 'restriction',
  },
  'ISS-1209': {
    public: 'KSK-1005',
    staff: '連携データに取り込めない行があり、確認が必要です。',
    runbook: 'link-row',
  },
  'ISS-1210': { public: 'KSK-1005', staff: '字形のない文字があります。', runbook: 'missing-glyph' },
  'ISS-1211': { public: 'KSK-1005', staff: '印字欄に収まらない項目があります。', runbook: 'overflow' },
  'ISS-1212': { public: 'KSK-1005', staff: '世帯の人数が 20 人を超えています。', runbook: 'overflow' },
  'ISS-1213': { public: 'KSK-1005', staff: '住民の情報と世帯の情報が一致しません。', runbook: 'link-row' },
  'ISS-1214': { public: 'KSK-1005', staff: '証明書の大きさが上限を超えています。', runbook: 'overflow' },
  'ISS-1215': {
    public: 'KSK-1005',
    staff: '字形が変わり、確認の済んでいない外字があります。',
    runbook: 'changed-glyph',
  },
  'ISS-1216': { public: 'KSK-1005', staff: '印鑑登録がありません。', runbook: 'seal' },
  'ISS-1217': { public: 'KSK-1005', staff: '印鑑登録が停止されています。', runbook: 'seal' },
  'ISS-1218': { public: 'KSK-1005', staff: '印鑑登録が抹消されています。', runbook: 'seal' },
  'ISS-1219': {
    public: 'KSK-1005',
    staff: '登録された印影が揃っていないため、証明できません。',
    runbook: 'impression',
  },
  'ISS-1221': {
    public: 'KSK-1005',
    staff: 'この市の課税台帳に、その年度の記載がありません。',
    runbook: 'tax',
  },
  'ISS-1222': { public: 'KSK-1005', staff: '所得の申告がない年度です（未申告）。', runbook: 'tax' },
  'ISS-1223': { public: 'KSK-1005', staff: '更正中の年度です。', runbook: 'tax' },
  'ISS-1224': {
    public: 'KSK-1005',
    staff: '被扶養で申告のない年度です。この市では、コンビニで交付しません。',
    runbook: 'tax',
  },
  'ISS-1225': {
    public: 'KSK-1005',
    staff: '市の職員が発行しないと設定した人です（発行要否の設定）。',
    runbook: 'eligibility',
  },
  'ISS-1231': {
    public: 'KSK-1005',
    staff: 'この市の戸籍に記載がありません。',
    runbook: 'family-register',
  },
  'ISS-1232': { public: 'KSK-1005', staff: '除籍されています。', runbook: 'family-register' },
  'ISS-1233': {
    public: 'KSK-1005',
    staff: '同じ戸籍に、届出の処理が済んでいない人がいます。',
    runbook: 'family-register',
  },
  'ISS-1234': { public: 'KSK-1005', staff: '戸籍の人数が 30 人を超えています。', runbook: 'overflow' },
  'ISS-1235': { public: 'KSK-1005', staff: '戸籍の情報が互いに一致しません。', runbook: 'link-row' },
  'ISS-1236': {
    public: 'KSK-1005',
    staff: '戸籍システムの回答が申請者のものか確かめる方法がないため、交付できません。',
    runbook: 'koseki-link',
  },
  'ISS-1237': {
    public: 'KSK-1005',
    staff: '戸籍システムが、交付できないと回答しました。',
    runbook: 'koseki-declined',
  },
  'ISS-1238': {
    public: 'KSK-1005',
    staff: '戸籍システムの PDF が、定めた形ではありません。',
    runbook: 'koseki-pdf',
  },
  'ISS-1241': {
    public: 'KSK-1005',
    staff: '記載する個人番号が連携されていません。',
    runbook: 'individual-number',
  },
  'ISS-1242': {
    public: 'KSK-1005',
    staff: '保管している個人番号を、その人のものと確かめられません。',
    runbook: 'individual-number',
  },
  'ISS-1243': {
    public: 'KSK-1005',
    staff: '個人番号の欄のほかに、個人番号と読める数字があります。',
    runbook: 'individual-number',
  },
  'ISS-1301': { public: 'KSK-1006', staff: '発行可能年齢に達していません。', runbook: 'age' },
  'ISS-1302': { public: 'KSK-1005', staff: '生年月日が確定せず、年齢を判定できません。', runbook: 'age' },
  'ISS-1401': {
    public: 'KSK-1007',
    staff: '選ばれた証明対象者が同じ世帯や戸籍にいません。',
    runbook: 'choice',
  },
  'ISS-1402': { public: 'KSK-1007', staff: '証明対象者の選び方が正しくありません。', runbook: 'choice' },
  'ISS-1403': { public: 'KSK-1007', staff: '選べない記載事項です。', runbook: 'choice' },
  'ISS-1404': { public: 'KSK-1008', staff: '表示された手数料が現在の手数料と異なります。', runbook: 'fee' },
  'ISS-1405': { public: 'KSK-1007', staff: '選べない年度です。', runbook: 'choice' },
  'ISS-2001': { public: 'KSK-2001', staff: '判定の後に情報が変わり、作成をやめました。', runbook: 'changed' },
  'ISS-2002': { public: 'KSK-2002', staff: '期限を過ぎました。', runbook: 'deadline' },
  'ISS-2003': { public: 'KSK-2001', staff: '出力前の照合で不一致を検出し、停止しました。', runbook: 'gate' },
  'ISS-2004': { public: 'KSK-2003', staff: '同じ要求を処理中か、すでに終わっています。', runbook: 'repeat' },
  'ISS-2005': { public: 'KSK-2001', staff: '記録から同じ証明書を再現できませんでした。', runbook: 'repeat' },
  'ISS-2006': { public: 'KSK-2004', staff: '要求が見つかりません。', runbook: 'repeat' },
  'ISS-2007': { public: 'KSK-2003', staff: '結果がすでに記録されています。', runbook: 'repeat' },
  'ISS-2008': {
    public: 'KSK-2001',
    staff: '市の設定（様式・首長名・公印・手数料）がないか、証明書種別に合いません。',
    runbook: 'settings',
  },
  'ISS-2031': {
    public: 'KSK-2001',
    staff: '戸籍システムと通信できないか、応答が取り決めた形ではありません。',
    runbook: 'koseki-link',
  },
  'ISS-2032': { public: 'KSK-2001', staff: '戸籍システムが受付を停止しています。', runbook: 'koseki-link' },
  'ISS-3001': { public: 'KSK-3001', staff: '署名を確認できません。', runbook: 'signature' },
  'ISS-3002': {
    public: 'KSK-3002',
    staff: '署名の時刻が許容範囲の外か、使用済みの nonce です。',
    runbook: 'signature',
  },
  'ISS-3003': { public: 'KSK-3003', staff: '要求が大きすぎます。', runbook: 'signature' },
  'ISS-3004': { public: 'KSK-3004', staff: '要求の形が正しくありません。', runbook: 'signature' },
  'ISS-3005': { public: 'KSK-3005', staff: '同じ要求番号で内容が異なります。', runbook: 'repeat' },
} as const satisfies Record<string, StaffRefusal>;

export type RefusalCode = keyof typeof REFUSALS;

export const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);

/** The one public code of several reasons: the first in the order of precedence. */
export function publicCodeOf(codes: readonly RefusalCode[]): PublicCode {
  const present = new Set<PublicCode>(codes.map((code) => REFUSALS[code].public));
  const first = (Object.keys(PUBLIC_REFUSALS) as PublicCode[]).find((code) => present.has(code));
  if (first === undefined) throw new Error('a refusal without a reason');
  return first;
}

/** The refusals that must not be told apart by their time either. */
export const COUNTER_CODE: PublicCode = 'KSK-1005';
