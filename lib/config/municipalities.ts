/** 構成市 of the wide-area union, with their 全国地方公共団体コード. */
export const MUNICIPALITIES = [
  { code: '012050', name: '室蘭市' },
  { code: '012301', name: '登別市' },
  { code: '012335', name: '伊達市' },
];
