import { describe, expect, test } from 'vitest';
import {
  SealRegistrationCertificate,
  type SealRegistrationInput,
  sealRegistrationCertificate,
} from '../../../functions/certificates/index.ts';
import { modelFields } from '../../../functions/certificates/model-fields.ts';
import { sealCertificateOf, sealExamples, sealFacts, sealInput } from './sample-models.ts';

const faultOf = (more: Partial<SealRegistrationInput>) => {
  const certificate = sealRegistrationCertificate(sealInput(more));
  return certificate.ok ? undefined : certificate.error;
};

describe('what a certificate of seal registration says', () => {
  test('name, birth and address word for word, and the date of issue in wareki', () => {
    const facts = {
      ...sealFacts('word-for-word'),
      fullName: '葛\u{e0102}西 \u{20bb7}子',
      dateOfBirth: { text: '昭和20年月日不詳' },
      address: '北海道見本市幸町1番2号',
      buildingNameEtc: '海岸ハイツ301号',
    };
    expect(sealCertificateOf({ facts })).toMatchObject({
      fullName: '葛\u{e0102}西 \u{20bb7}子',
      dateOfBirth: '昭和20年月日不詳',
      address: '北海道見本市幸町1番2号',
      buildingNameEtc: '海岸ハイツ301号',
      issuedOn: '令和8年11月23日',
      head: { title: '見本市長', name: '山田 一郎' },
      municipalityName: '北海道見本市',
    });
  });

  test('旧氏, 通称, 片仮名表記 and 備考 wherever they are registered, and no key where they are not', () => {
    const longest = sealFacts('all', 'longest');
    expect(sealCertificateOf({ facts: longest })).toMatchObject({
      formerFamilyName: longest.formerFamilyName,
      alternativeName: longest.alternativeName,
      fullNameKatakana: longest.fullNameKatakana,
      remarks: longest.remarks,
    });
    expect(Object.keys(sealCertificateOf({ facts: sealFacts('none', 'shortest') })).sort()).toEqual([
      'address',
      'certificateNumber',
      'dateOfBirth',
      'fullName',
      'head',
      'impression',
      'issuedOn',
      'model',
      'modelVersion',
      'municipalityName',
    ]);
  });

  test('性別 only in a city that prints it: elsewhere it is not even in the model', () => {
    const facts = { ...sealFacts('sex'), sex: '女' };
    expect(sealCertificateOf({ facts, printsSex: true }).sex).toBe('女');
    expect(sealCertificateOf({ facts, printsSex: false })).not.toHaveProperty('sex');
  });

  test('names the impression, and no template can print that name as a text', () => {
    const facts = sealFacts('impression');
    expect(sealCertificateOf({ facts }).impression).toBe(facts.impressionDigest);
    expect([...modelFields(SealRegistrationCertificate).keys()]).not.toContain('impression');
  });

  test('comes back from JSON equal, whoever it is', () => {
    for (const certificate of sealExamples('json', 50)) {
      expect(SealRegistrationCertificate.parse(JSON.parse(JSON.stringify(certificate)))).toEqual(certificate);
    }
  });
});

describe('a certificate of seal registration is refused', () => {
  test('where the city prints 性別 and none is recorded', () => {
    const { sex: _, ...facts } = sealFacts('no-sex');
    expect(faultOf({ facts, printsSex: true })).toEqual({ kind: 'not-recorded', field: 'sex' });
    expect(faultOf({ facts, printsSex: false })).toBeUndefined();
  });

  test('when something that must be printed cannot be', () => {
    const facts = sealFacts('unprintable');
    expect(faultOf({ facts: { ...facts, fullName: '' } })).toEqual({
      kind: 'unprintable',
      field: 'fullName',
    });
    expect(faultOf({ facts: { ...facts, buildingNameEtc: '' } })).toMatchObject({ field: 'buildingNameEtc' });
    expect(faultOf({ head: { title: '見本市長', name: '' } })).toMatchObject({ field: 'head.name' });
    expect(faultOf({ certificateNumber: 'number 1' })).toMatchObject({ field: 'certificateNumber' });
  });

  test('when its impression is named by anything but a digest in small letters', () => {
    for (const impressionDigest of ['', 'A'.repeat(64), 'a'.repeat(63), '../seal']) {
      expect(faultOf({ facts: { ...sealFacts('digest'), impressionDigest } })).toEqual({
        kind: 'unprintable',
        field: 'impression',
      });
    }
  });
});
