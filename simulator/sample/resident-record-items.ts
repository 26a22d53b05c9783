import {
  type CertificateTemplateData,
  residentRecordTemplateData,
} from '../../functions/certificates/index.ts';

const { everyPage, lastPage } = residentRecordTemplateData;

/**
 * 住民票記載事項証明書: a certificate that no program knows, over the model of the copies. It needs this form and a
 * row that names its type, nothing else.
 */
export const residentRecordItemsTemplateData = {
  ...residentRecordTemplateData,
  id: 'resident-record-items',
  version: 1,
  documentTitle: '住民票記載事項証明書',
  everyPage: {
    ...everyPage,
    texts: [
      { text: '住 民 票 記 載 事 項 証 明 書', x: 105, y: 26, size: 19, align: 'center' },
      ...everyPage.texts.slice(1),
    ],
    slots: [
      {
        id: 'scope',
        source: {
          choose: {
            field: 'scope',
            texts: { individual: '（個人）', household: '（世帯全員）', partial: '（世帯一部）' },
          },
        },
        x: 55,
        y: 33,
        width: 100,
        style: 'scope',
        align: 'center',
      },
      ...everyPage.slots.slice(1),
    ],
  },
  lastPage: {
    ...lastPage,
    texts: [
      {
        id: 'certification',
        text: '上記の事項は、住民票に記載があることを証明する。',
        x: 24,
        y: 242,
        size: 11.5,
        align: 'left',
      },
    ],
    slots: lastPage.slots.slice(1),
  },
} satisfies CertificateTemplateData;
