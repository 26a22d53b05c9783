import type { CertificateTemplateData } from '../compile/template.ts';
import { bodyEnd, continued, fixedStyles, pageFrame, paper, signature } from './paper.ts';

const closing = signature(242);

/** 住民票の写し (個人・世帯全員・世帯一部), A4 portrait, several members a page. */
export const residentRecordTemplateData = {
  ...paper,
  id: 'resident-record',
  version: 3,
  model: 'resident-record-copy',
  documentTitle: '住民票の写し',
  styles: {
    ...fixedStyles,
    scope: { sizes: [11], maxLines: 1, leading: 1.3 },
    name: { sizes: [13, 11.5, 10, 9], maxLines: 3, leading: 1.25 },
    kana: { sizes: [8.5, 8], maxLines: 2, leading: 1.25 },
    value: { sizes: [10, 9, 8], maxLines: 4, leading: 1.3 },
    date: { sizes: [10, 9, 8], maxLines: 2, leading: 1.3 },
    long: { sizes: [10, 9, 8], maxLines: 5, leading: 1.3 },
    remarks: { sizes: [9.5, 8.5, 8], maxLines: 8, leading: 1.3 },
  },
  padding: 2,
  usualWords: [
    ...paper.usualWords,
    paper.marks.notAsked,
    // rows that come with a condition, and that most certificates have
    ...['フリガナ', '住民となった', '住所を定めた', '年月日', '届出年月日', '本　　籍', '筆 頭 者'],
  ],
  everyPage: {
    ...pageFrame,
    texts: [{ text: '住　　民　　票', x: 105, y: 26, size: 21, align: 'center' }, ...pageFrame.texts],
    slots: [
      {
        id: 'scope',
        source: {
          choose: {
            field: 'scope',
            texts: {
              individual: '（個人の写し）',
              household: '（世帯全員の写し）',
              partial: '（世帯一部の写し）',
            },
          },
        },
        x: 55,
        y: 33,
        width: 100,
        style: 'scope',
        align: 'center',
      },
      ...pageFrame.slots,
    ],
  },
  otherPages: continued,
  lastPage: {
    slots: [
      {
        id: 'certification',
        source: {
          choose: {
            field: 'scope',
            texts: {
              individual: 'この写しは、住民票の原本と相違ないことを証明する。',
              household: 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。',
              partial: 'この写しは、住民票の原本と相違ないことを証明する。',
            },
          },
        },
        x: 24,
        y: 242,
        width: 162,
        style: 'certification',
        align: 'left',
      },
      ...closing.slots,
    ],
  },
  body: {
    left: 18,
    width: 174,
    top: 38,
    bottom: 270,
    lastBottom: 230,
    blocks: [
      {
        id: 'heading',
        onEveryPage: true,
        gap: 0,
        tables: [
          {
            width: 174,
            rows: [
              {
                height: 8.4,
                cells: [
                  {
                    label: '住　　所',
                    labelWidth: 29,
                    width: 174,
                    field: 'household.address',
                    style: 'long',
                  },
                ],
              },
              {
                when: { field: 'household.buildingNameEtc' },
                height: 7,
                ruleAbove: 'hair',
                cells: [
                  {
                    label: '方　　書',
                    labelWidth: 29,
                    width: 174,
                    field: 'household.buildingNameEtc',
                    style: 'long',
                  },
                ],
              },
              {
                height: 8.4,
                cells: [
                  {
                    label: '世 帯 主',
                    labelWidth: 29,
                    width: 174,
                    field: 'household.headOfHousehold',
                    askedBy: 'relationship',
                    style: 'value',
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        id: 'members',
        each: 'subjects',
        gap: 2,
        ordinal: { width: 7, baseline: 5, size: 8 },
        tables: [
          {
            width: 167,
            rows: [
              {
                when: { field: 'fullNameKana' },
                height: 4.8,
                cells: [
                  { label: 'フリガナ', labelWidth: 22, width: 167, field: 'fullNameKana', style: 'kana' },
                ],
              },
              {
                height: 8.8,
                ruleAbove: 'hair',
                cells: [{ label: '氏　　名', labelWidth: 22, width: 167, field: 'fullName', style: 'name' }],
              },
              {
                when: { field: 'formerFamilyName' },
                height: 7.2,
                cells: [
                  {
                    label: '旧　　氏',
                    labelWidth: 22,
                    width: 82,
                    field: 'formerFamilyName',
                    style: 'value',
                  },
                  {
                    label: '旧氏の\nフリガナ',
                    labelWidth: 19,
                    width: 85,
                    field: 'formerFamilyNameKana',
                    style: 'kana',
                  },
                ],
              },
              {
                when: { field: 'alternativeName' },
                height: 6.4,
                cells: [
                  { label: '通　　称', labelWidth: 22, width: 167, field: 'alternativeName', style: 'value' },
                ],
              },
              {
                height: 6.4,
                cells: [
                  { label: '生 年 月 日', labelWidth: 22, width: 57, field: 'dateOfBirth', style: 'date' },
                  { label: '性　　別', labelWidth: 19, width: 55, field: 'sex', style: 'date' },
                  {
                    label: '続　　柄',
                    labelWidth: 19,
                    width: 55,
                    field: 'relationshipToHead',
                    askedBy: 'relationship',
                    style: 'value',
                  },
                ],
              },
              {
                when: { field: 'headOfHousehold' },
                height: 6.4,
                cells: [
                  { label: '世 帯 主', labelWidth: 22, width: 167, field: 'headOfHousehold', style: 'value' },
                ],
              },
              {
                when: { field: 'address' },
                height: 6.4,
                cells: [{ label: '住　　所', labelWidth: 22, width: 167, field: 'address', style: 'long' }],
              },
              {
                when: { field: 'buildingNameEtc' },
                height: 6.4,
                ruleAbove: 'hair',
                cells: [
                  { label: '方　　書', labelWidth: 22, width: 167, field: 'buildingNameEtc', style: 'long' },
                ],
              },
              {
                when: { field: 'kind', is: 'japanese' },
                height: 7.2,
                cells: [
                  {
                    label: '住民となった\n年月日',
                    labelWidth: 22,
                    width: 57,
                    field: 'becameResidentOn',
                    style: 'date',
                  },
                  {
                    label: '住所を定めた\n年月日',
                    labelWidth: 19,
                    width: 55,
                    field: 'addressFixedOn',
                    style: 'date',
                  },
                  { label: '届出年月日', labelWidth: 19, width: 55, field: 'notifiedOn', style: 'date' },
                ],
              },
              {
                when: { field: 'kind', is: 'foreign' },
                height: 7.2,
                cells: [
                  {
                    label: '外国人住民と\nなった年月日',
                    labelWidth: 22,
                    width: 57,
                    field: 'becameResidentOn',
                    style: 'date',
                  },
                  {
                    label: '住所を定めた\n年月日',
                    labelWidth: 19,
                    width: 55,
                    field: 'addressFixedOn',
                    style: 'date',
                  },
                  { label: '届出年月日', labelWidth: 19, width: 55, field: 'notifiedOn', style: 'date' },
                ],
              },
              {
                height: 6.4,
                cells: [
                  {
                    label: '従前の住所',
                    labelWidth: 22,
                    width: 167,
                    field: 'previousAddress',
                    style: 'long',
                  },
                ],
              },
              {
                when: { field: 'kind', is: 'japanese' },
                height: 6.4,
                cells: [
                  {
                    label: '本　　籍',
                    labelWidth: 22,
                    width: 112,
                    field: 'registeredDomicile',
                    askedBy: 'domicile',
                    style: 'long',
                  },
                  {
                    label: '筆 頭 者',
                    labelWidth: 19,
                    width: 55,
                    field: 'familyRegisterHead',
                    askedBy: 'domicile',
                    style: 'long',
                  },
                ],
              },
              {
                when: { field: 'kind', is: 'foreign' },
                height: 7.2,
                cells: [
                  {
                    label: '国籍・地域',
                    labelWidth: 22,
                    width: 112,
                    field: 'nationality',
                    askedBy: 'residency',
                    style: 'value',
                  },
                  {
                    label: '法第30条の45\nに規定する区分',
                    labelWidth: 19,
                    width: 55,
                    field: 'article30_45',
                    askedBy: 'residency',
                    style: 'value',
                  },
                ],
              },
              {
                when: { field: 'kind', is: 'foreign' },
                height: 6.4,
                cells: [
                  {
                    label: '在留資格',
                    labelWidth: 22,
                    width: 112,
                    field: 'residenceStatus',
                    askedBy: 'residency',
                    style: 'value',
                  },
                  {
                    label: '在留期間',
                    labelWidth: 19,
                    width: 55,
                    field: 'periodOfStay',
                    askedBy: 'residency',
                    style: 'value',
                  },
                ],
              },
              {
                when: { field: 'kind', is: 'foreign' },
                height: 7.2,
                cells: [
                  {
                    label: '在留期間の\n満了の日',
                    labelWidth: 22,
                    width: 112,
                    field: 'periodOfStayExpiry',
                    askedBy: 'residency',
                    style: 'value',
                  },
                  {
                    label: '在留カード等\nの番号',
                    labelWidth: 19,
                    width: 55,
                    field: 'residenceCardNumber',
                    askedBy: 'residency',
                    style: 'value',
                  },
                ],
              },
              {
                when: { field: 'individualNumber' },
                height: 6.4,
                cells: [
                  {
                    label: '個人番号',
                    labelWidth: 22,
                    width: 167,
                    field: 'individualNumber',
                    style: 'value',
                  },
                ],
              },
              {
                when: { field: 'remarks' },
                height: 6.4,
                cells: [
                  { label: '備　　考', labelWidth: 22, width: 167, field: 'remarks', style: 'remarks' },
                ],
              },
            ],
          },
        ],
      },
    ],
    end: bodyEnd(4.2),
  },
  seal: closing.seal,
} satisfies CertificateTemplateData;
