import type { DiscrepancyLayout } from '../shared/discrepancy-layout.ts';

/** A guess, used until a city has set what its 業務運用システム really writes (docs/discrepancy-list.md). */
export const DEFAULT_LAYOUT: DiscrepancyLayout = {
  encoding: 'cp932',
  delimiter: ',',
  columns: {
    municipality: '団体コード',
    requestId: '要求番号',
    type: '証明書種別',
    outcome: '処理結果',
    receivedAt: '受付日時',
    copies: '部数',
    feeJpy: '手数料',
    storeCode: '店舗コード',
    storeName: '店舗名',
    terminal: '端末番号',
  },
  municipalityDigits: 6,
  receivedAt: 'yyyy/MM/dd HH:mm:ss',
  outcomes: { 交付済: 'printed', 取消: 'cancelled', 障害: 'failed' },
  types: {
    住民票の写し: 'resident-record',
    印鑑登録証明書: 'seal-registration',
    '課税・所得証明書': 'tax-and-income',
    戸籍証明書: 'family-register',
    戸籍の附票の写し: 'family-register-supplement',
  },
};
