import type { CertificateTemplateData } from '../compile/template.ts';

/** What the certificates of a city have in common, so that they look like one family. Positions in millimetres. */
export const paper = {
  schema: 2 as const,
  page: { width: 210, height: 297 },
  labels: { size: 7.2, leading: 1.15 },
  lines: { outer: 0.9, thin: 0.4, hair: 0.3, hairGrey: 0.55 },
  marks: { notAsked: '（省略）', notRecorded: '（記載なし）' },
  usualWords: ['0123456789', '令和平成昭和年月日', '男女'],
};

export const fixedStyles = {
  certification: { sizes: [11.5, 10.5], maxLines: 2, leading: 1.5 },
  issuedOn: { sizes: [11.5], maxLines: 1, leading: 1.3 },
  head: { sizes: [15, 13, 11, 9.5, 8.5], maxLines: 2, leading: 1.25 },
  foot: { sizes: [8], maxLines: 1, leading: 1.3 },
};

type LayerData = Required<CertificateTemplateData['everyPage']>;

/** The double frame, and below the body the certificate's number, the city and the page's number. */
export const pageFrame = {
  frames: [
    { x: 12, y: 12, right: 198, bottom: 285, width: 1.4 },
    { x: 13.3, y: 13.3, right: 196.7, bottom: 283.7, width: 0.4 },
  ],
  rules: [{ x1: 18, y1: 275.6, x2: 192, y2: 275.6, width: 0.4 }],
  texts: [{ text: '証明書番号', x: 18, y: 280.2, size: 7.2, align: 'left' }],
  slots: [
    {
      id: 'certificateNumber',
      source: { fields: ['certificateNumber'] },
      x: 32.5,
      y: 280.2,
      width: 72,
      style: 'foot',
      align: 'left',
    },
    {
      id: 'municipalityName',
      source: { fields: ['municipalityName'] },
      x: 108,
      y: 280.2,
      width: 54,
      style: 'foot',
      align: 'right',
    },
    {
      id: 'page',
      source: { page: '{page}／{pages} 枚' },
      x: 164,
      y: 280.2,
      width: 28,
      style: 'foot',
      align: 'right',
    },
  ],
} satisfies Partial<LayerData>;

export const continued = {
  texts: [{ text: '（次の頁に続く）', x: 192, y: 273.4, size: 8, align: 'right' }],
} satisfies Partial<LayerData>;

type BodyData = CertificateTemplateData['body'];

/** 備考 in a table of its own, where something is recorded. */
export const remarksBlock = (row: { readonly height: number; readonly labelWidth: number }) =>
  ({
    id: 'remarks',
    gap: 2,
    tables: [
      {
        width: 174,
        rows: [
          {
            when: { field: 'remarks' },
            height: row.height,
            cells: [
              {
                label: '備　　考',
                labelWidth: row.labelWidth,
                width: 174,
                field: 'remarks',
                style: 'remarks',
              },
            ],
          },
        ],
      },
    ],
  }) satisfies BodyData['blocks'][number];

/** Closes the body, so that nothing can be added below. */
export const bodyEnd = (distance: number) =>
  ({ text: '以　下　余　白', size: 8.8, distance }) satisfies BodyData['end'];

/** Date, head and 公印 below a 認証文 whose baseline is at `y`: 首長名 stands under the date, the seal over its end. */
export const signature = (y: number) => ({
  slots: [
    {
      id: 'issuedOn',
      source: { fields: ['issuedOn'] },
      x: 30,
      y: y + 11,
      width: 80,
      style: 'issuedOn',
      align: 'left',
    },
    {
      id: 'head',
      source: { fields: ['head.title', 'head.name'] },
      x: 34,
      y: y + 25,
      width: 142,
      style: 'head',
      align: 'right',
      gap: 7,
    },
  ] satisfies LayerData['slots'],
  seal: { x: 171.5, y: y + 14, width: 18, height: 18 },
});
