/** A row of the tax certificate: on every one, or only where the core system has recorded an amount. */
type TaxRow = { readonly label: string; readonly shown: 'always' | 'recorded' };
type TaxRows = Readonly<Record<string, TaxRow>>;

const always = (label: string) => ({ label, shown: 'always' }) as const;
const recorded = (label: string) => ({ label, shown: 'recorded' }) as const;

/**
 * The rows in printed order. What nearly everybody has, and what an office that reads the certificate looks for, has
 * its row always; what is taxed apart (分離課税) and what few people have, only where it is recorded.
 */
export const TAX_ROWS = {
  /** 収入金額 */
  revenues: {
    salary: always('給与'),
    publicPension: always('公的年金等'),
    business: recorded('営業等'),
    agriculture: recorded('農業'),
    realEstate: recorded('不動産'),
    dividend: recorded('配当'),
    miscellaneousBusiness: recorded('雑（業務）'),
    miscellaneousOther: recorded('雑（その他）'),
    retirement: recorded('退職'),
  },
  /** 所得金額 */
  incomes: {
    salary: always('給与'),
    publicPension: always('雑（公的年金等）'),
    miscellaneousBusiness: always('雑（業務）'),
    miscellaneousOther: always('雑（その他）'),
    business: always('営業等'),
    agriculture: always('農業'),
    realEstate: always('不動産'),
    interest: always('利子'),
    dividend: always('配当'),
    capitalGain: always('総合譲渡'),
    occasional: always('一時'),
    shortTermTransfer: recorded('分離短期譲渡'),
    longTermTransfer: recorded('分離長期譲渡'),
    unlistedShares: recorded('一般株式等譲渡'),
    listedShares: recorded('上場株式等譲渡'),
    listedDividend: recorded('上場株式等配当等'),
    futures: recorded('先物取引'),
    forestry: recorded('山林'),
    retirement: recorded('退職'),
  },
  /** 所得控除 */
  deductions: {
    casualtyLoss: always('雑損'),
    medical: always('医療費'),
    socialInsurance: always('社会保険料'),
    smallBusinessMutualAid: always('小規模企業共済等掛金'),
    lifeInsurance: always('生命保険料'),
    earthquakeInsurance: always('地震保険料'),
    disability: always('障害者'),
    widowOrSingleParent: always('寡婦・ひとり親'),
    workingStudent: always('勤労学生'),
    spouse: always('配偶者'),
    spouseSpecial: always('配偶者特別'),
    dependants: always('扶養'),
    // It exists from 令和8年度 on; an earlier year must not seem to have had it.
    specificRelativeSpecial: recorded('特定親族特別'),
    basic: always('基礎'),
  },
  /** 課税標準額 */
  taxableIncome: {
    comprehensive: always('総所得'),
    shortTermTransfer: recorded('分離短期譲渡'),
    longTermTransfer: recorded('分離長期譲渡'),
    unlistedShares: recorded('一般株式等譲渡'),
    listedShares: recorded('上場株式等譲渡'),
    listedDividend: recorded('上場株式等配当等'),
    futures: recorded('先物取引'),
    forestry: recorded('山林'),
    retirement: recorded('退職'),
  },
  /** 税額控除 */
  taxCredits: {
    adjustment: always('調整控除'),
    dividend: always('配当控除'),
    housingLoan: always('住宅借入金等特別税額控除'),
    donation: always('寄附金税額控除'),
    foreignTax: recorded('外国税額控除'),
    dividendAndShareWithholding: recorded('配当割額・株式等譲渡所得割額控除'),
    taxAdjustment: recorded('税額調整措置'),
    fixedReduction: recorded('定額減税'),
  },
} as const satisfies Readonly<Record<string, TaxRows>>;

export type TaxList = keyof typeof TAX_ROWS;

/** Yen by row; a row that is not recorded is absent. */
export type AmountsOf<L extends TaxList> = {
  readonly [row in keyof (typeof TAX_ROWS)[L]]?: number | undefined;
};

export const TAX_LISTS = Object.keys(TAX_ROWS) as readonly TaxList[];

export const isTaxRow = (list: TaxList, row: string): boolean => Object.hasOwn(TAX_ROWS[list], row);

/** The rows that a certificate with these amounts shows, in printed order. */
export function shownRows(
  list: TaxList,
  amounts: Readonly<Record<string, number | undefined>>,
): readonly { readonly label: string; readonly amount: number | undefined }[] {
  return Object.entries<TaxRow>(TAX_ROWS[list])
    .map(([row, { label, shown }]) => ({ label, shown, amount: amounts[row] }))
    .filter(({ shown, amount }) => shown === 'always' || amount !== undefined)
    .map(({ label, amount }) => ({ label, amount }));
}
