import { settingsAt, unconfirmedKeys } from '../../functions/changes/index.ts';
import { type GlyphlessKey, uncoveredIn, versionsAt } from '../../functions/gaiji/index.ts';
import type { GlyphKey } from '../../functions/pdf/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { type GaijiSystem, setsWith } from './gaiji-system.ts';

const WHY: Readonly<Record<GlyphlessKey['why'], string>> = {
  'no-glyph': '字形なし',
  unconfirmed: '確認待ち',
  'bad-text': '文字でない',
};

type Say = { readonly write: (text: string) => void; readonly complain: (text: string) => void };

/** The fonts with which the city's certificates are drawn now. */
export async function fontsNow(
  { deps }: Pick<GaijiSystem, 'deps'>,
  municipality: MunicipalityCode,
  say: Say['complain'],
) {
  const now = deps.clock();
  const { rows } = await deps.store.read(municipality);
  const { active } = versionsAt(rows, now);
  const pack =
    active === undefined ? undefined : await deps.fonts.read(municipality, 'pack', active.value.packDigest);
  const [set] = await setsWith([pack], (message) => say(`  ${message}\n`));
  if (set === undefined) throw new Error('no set of fonts');
  const unconfirmed: ReadonlySet<GlyphKey> =
    active === undefined ? new Set() : unconfirmedKeys(active.value, settingsAt(rows, now));
  return { set, unconfirmed };
}

/**
 * 字形の網羅: everyone whose certificates could not be drawn today, by id, field and key, written as they are found, so
 * that the memory does not grow with the city; at the end how many people lack each key.
 * @returns whether there is anybody
 */
export async function writeCoverage(
  system: GaijiSystem,
  { municipality, json }: { readonly municipality: MunicipalityCode; readonly json: boolean },
  { write, complain }: Say,
): Promise<boolean> {
  const fonts = await fontsNow(system, municipality, complain);
  const byKey = new Map<string, number>();
  let [persons, uncovered] = [0, 0];
  write(json ? `{"municipality":"${municipality}","persons":[` : '宛名番号\t項目\t符号\t理由\n');
  for await (const person of system.coverage.persons(municipality)) {
    persons += 1;
    const found = uncoveredIn(person, fonts);
    if (found === undefined) continue;
    write(json ? `${uncovered === 0 ? '' : ','}\n${JSON.stringify(found)}` : '');
    uncovered += 1;
    for (const { field, key, why } of found.missing)
      if (!json) write(`${found.personId}\t${field}\t${key}\t${WHY[why]}\n`);
    for (const key of new Set(found.missing.map((one) => one.key))) byKey.set(key, (byKey.get(key) ?? 0) + 1);
  }
  const keys = [...byKey].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  write(
    json
      ? `\n],"read":${persons},"uncovered":${uncovered},"keys":${JSON.stringify(Object.fromEntries(keys))}}\n`
      : [
          `${persons} 人のうち、証明書を作れない人 ${uncovered} 人`,
          ...keys.map(([key, n]) => `  ${key}: ${n} 人`),
          '',
        ].join('\n'),
  );
  return uncovered > 0;
}
