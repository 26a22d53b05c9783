import { describe, expect, test } from 'vitest';
import { isNegative, type RegistryChange } from '../../../functions/registry/index.ts';
import { domicile, koseki, rejectedRow, resident, restriction, seal, serial, tax } from './sample-changes.ts';

const NEGATIVE: readonly (readonly [string, RegistryChange])[] = [
  ['転出', resident(1, { state: 'moved-out' })],
  ['死亡', resident(1, { state: 'deceased' })],
  ['職権消除', resident(1, { state: 'removed' })],
  ['転出予定', resident(1, { transferPending: true })],
  ['異動未確定', resident(1, { changeUnsettled: true })],
  ['印鑑の停止', seal(1, { state: 'suspended' })],
  ['印鑑の抹消', seal(1, { state: 'erased' })],
  ['未申告', tax(1, { state: 'not-declared' })],
  ['更正中', tax(1, { state: 'being-corrected' })],
  ['失効', serial(1, { state: 'revoked' })],
  ['制限', restriction(1)],
  ['除籍', koseki(1, { removed: true })],
  ['届出処理中', koseki(1, { pending: true })],
  ['登録の却下', domicile(1, { state: 'rejected' })],
  ['登録の失効', domicile(1, { state: 'lapsed' })],
  ['a mark', rejectedRow(1, 'resident')],
];

const POSITIVE: readonly (readonly [string, RegistryChange])[] = [
  ['現存', resident(1)],
  ['登録中の印鑑', seal(1)],
  ['課税', tax(1)],
  ['非課税', tax(1, { state: 'exempt', income: 0 })],
  ['被扶養で申告なし', tax(1, { state: 'dependant-not-declared' })],
  ['有効', serial(1)],
  ['解除', restriction(1, { state: 'lifted' })],
  ['在籍', koseki(1)],
  ['承認', domicile(1)],
  ['審査中', domicile(1, { state: 'under-review' })],
];

describe('what only takes something away overtakes all else (architecture §3.5)', () => {
  test.each(NEGATIVE)('%s does', (_, change) => {
    expect(isNegative(change)).toBe(true);
  });

  test.each(POSITIVE)('%s does not', (_, change) => {
    expect(isNegative(change)).toBe(false);
  });
});
