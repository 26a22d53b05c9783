import type { CertificateTemplateData } from '../compile/template.ts';
import { bodyEnd, continued, fixedStyles, pageFrame, paper, remarksBlock, signature } from './paper.ts';

const closing = signature(207);

/** 印鑑登録証明書: the impression in its own physical size beside whose it is. */
export const sealRegistrationTemplateData = {
  ...paper,
  id: 'seal-registration',
  version: 1,
  model: 'seal-registration-certificate',
  documentTitle: '印鑑登録証明書',
  styles: {
    ...fixedStyles,
    name: { sizes: [15, 13, 11, 9.5], maxLines: 3, leading: 1.25 },
    value: { sizes: [11.5, 10, 9, 8], maxLines: 4, leading: 1.3 },
    date: { sizes: [11.5, 10, 9, 8], maxLines: 2, leading: 1.3 },
    long: { sizes: [11.5, 10, 9, 8], maxLines: 5, leading: 1.3 },
    remarks: { sizes: [10, 9, 8], maxLines: 6, leading: 1.3 },
  },
  padding: 2.5,
  everyPage: {
    ...pageFrame,
    texts: [
      { text: '印　鑑　登　録　証　明　書', x: 105, y: 34, size: 21, align: 'center' },
      ...pageFrame.texts,
    ],
  },
  otherPages: continued,
  lastPage: {
    texts: [
      {
        id: 'certification',
        text: 'この写しは、登録された印影と相違ないことを証明する。',
        x: 24,
        y: 207,
        size: 11.5,
        align: 'left',
      },
    ],
    slots: closing.slots,
  },
  body: {
    left: 18,
    width: 174,
    top: 46,
    bottom: 270,
    lastBottom: 195,
    blocks: [
      {
        id: 'registration',
        gap: 0,
        tables: [
          {
            width: 46,
            rows: [
              { height: 7, cells: [{ label: '登　録　印　影', width: 46 }] },
              { height: 35, cells: [{ picture: 'impression', width: 46 }] },
            ],
          },
          {
            width: 128,
            rows: [
              {
                height: 15,
                cells: [{ label: '氏　　名', labelWidth: 22, width: 128, field: 'fullName', style: 'name' }],
              },
              {
                when: { field: 'fullNameKatakana' },
                height: 9,
                ruleAbove: 'hair',
                cells: [
                  {
                    label: '片仮名表記',
                    labelWidth: 22,
                    width: 128,
                    field: 'fullNameKatakana',
                    style: 'value',
                  },
                ],
              },
              {
                when: { field: 'formerFamilyName' },
                height: 9,
                cells: [
                  {
                    label: '旧　　氏',
                    labelWidth: 22,
                    width: 128,
                    field: 'formerFamilyName',
                    style: 'value',
                  },
                ],
              },
              {
                when: { field: 'alternativeName' },
                height: 9,
                cells: [
                  { label: '通　　称', labelWidth: 22, width: 128, field: 'alternativeName', style: 'value' },
                ],
              },
              {
                height: 12,
                cells: [
                  { label: '生 年 月 日', labelWidth: 22, width: 128, field: 'dateOfBirth', style: 'date' },
                ],
              },
              {
                when: { field: 'sex' },
                height: 9,
                cells: [{ label: '性　　別', labelWidth: 22, width: 128, field: 'sex', style: 'date' }],
              },
              {
                height: 15,
                cells: [{ label: '住　　所', labelWidth: 22, width: 128, field: 'address', style: 'long' }],
              },
              {
                when: { field: 'buildingNameEtc' },
                height: 9,
                ruleAbove: 'hair',
                cells: [
                  { label: '方　　書', labelWidth: 22, width: 128, field: 'buildingNameEtc', style: 'long' },
                ],
              },
            ],
          },
        ],
      },
      remarksBlock({ height: 9, labelWidth: 22 }),
    ],
    end: bodyEnd(4.6),
  },
  seal: closing.seal,
} satisfies CertificateTemplateData;
