import { describe, expect, test } from 'vitest';
import { createNumberVault } from '../../../functions/linkage/number-vault.ts';
import { createEnvelopeCipher } from '../../../functions/shared/envelope-cipher.ts';
import { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { createFakeKms } from '../../support/fake-kms.ts';

const city = MunicipalityCode.parse('012050');
const other = MunicipalityCode.parse('012301');
const one = PersonId.parse('000000000000001');
const two = PersonId.parse('000000000000002');
const NUMBER = '123456789018';
const ANOTHER = '234567890121';

const KEYS = { keyId: 'number-key', digestKeyId: 'digest-key' };

function setUp() {
  const service = createFakeKms();
  return { ...service, vault: createNumberVault({ kms: service.kms, ...KEYS }) };
}

describe('the vault of 個人番号', () => {
  test('gives a number back for its person in its city, and for nobody else', async () => {
    const { vault } = setUp();
    const { ciphertext } = await vault.seal(city, one, NUMBER);
    expect(await vault.open(city, one, ciphertext)).toBe(NUMBER);
    await expect(vault.open(city, two, ciphertext)).rejects.toThrow();
    await expect(vault.open(other, one, ciphertext)).rejects.toThrow('InvalidCiphertextException');
  });

  test('notices a text that was touched, and says nothing of it', async () => {
    const { vault } = setUp();
    const { ciphertext } = await vault.seal(city, one, NUMBER);
    const parts = ciphertext.split('.');
    await expect(vault.open(city, one, parts.slice(0, 3).join('.'))).rejects.toThrow('has lost a part');
    const touched = parts.map((part, index) => (index === 2 ? Buffer.alloc(12).toString('base64url') : part));
    await expect(vault.open(city, one, touched.join('.'))).rejects.toThrow();
  });

  test('makes another text each time, and one digest for ever', async () => {
    const { vault, kms } = setUp();
    const first = await vault.seal(city, one, NUMBER);
    const again = await createNumberVault({ kms, ...KEYS }).seal(city, one, NUMBER);
    expect(again.ciphertext).not.toBe(first.ciphertext);
    expect(again.digest).toBe(first.digest);
    expect(first.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test('tells apart numbers, persons and cities by their digests', async () => {
    const { vault } = setUp();
    const sealed = await Promise.all([
      vault.seal(city, one, NUMBER),
      vault.seal(city, one, ANOTHER),
      vault.seal(city, two, NUMBER),
      vault.seal(other, one, NUMBER),
    ]);
    expect(new Set(sealed.map(({ digest }) => digest)).size).toBe(4);
  });

  test('asks the key service once for many, and names nobody to it', async () => {
    const { vault, calls, contexts } = setUp();
    await Promise.all(Array.from({ length: 100 }, () => vault.seal(city, one, NUMBER)));
    expect(calls.toSorted()).toEqual(['GenerateDataKey', 'GenerateMac']);
    expect(contexts).toEqual(['{"municipality":"012050"}']);
  });

  test('does not keep what the key service has failed to give', async () => {
    const { vault, fail } = setUp();
    fail(new Error('ThrottlingException'));
    await expect(vault.seal(city, one, NUMBER)).rejects.toThrow('ThrottlingException');
    fail(undefined);
    const { ciphertext } = await vault.seal(city, one, NUMBER);
    expect(await vault.open(city, one, ciphertext)).toBe(NUMBER);
  });
});

describe('an envelope', () => {
  test('takes a new data key after so many uses', async () => {
    const { kms, calls } = createFakeKms();
    const cipher = createEnvelopeCipher({ kms, keyId: 'key', keyUses: 2 });
    const sealed = [];
    for (const text of ['一', '二', '三']) sealed.push(await cipher.seal(text, 'place'));
    expect(calls).toEqual(['GenerateDataKey', 'GenerateDataKey']);
    expect(await Promise.all(sealed.map((one) => cipher.open(one, 'place')))).toEqual(['一', '二', '三']);
  });

  test('opens in its own place only', async () => {
    const { kms } = createFakeKms();
    const cipher = createEnvelopeCipher({ kms, keyId: 'key' });
    await expect(cipher.open(await cipher.seal('一', 'place'), 'another')).rejects.toThrow();
  });
});
