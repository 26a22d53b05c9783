import type { Result } from '../../../functions/shared/result.ts';
import type { Refusal } from '../../center.ts';
import { randomFor } from '../../sample/random.ts';
import { drawImpression } from '../../sample/seal-impression.ts';
import type { Stage } from '../stage.ts';

export const COPY = 'resident-record';
export const SEAL = 'seal-registration';
export const TAX = 'tax-and-income';

/** As a paper's text is compared: without blanks and line ends. */
export const squeezed = (value: string): string => value.replaceAll(/\s/gu, '');

type Named = { readonly fullName: string; readonly dateOfBirth: string };

/** Whether a paper says who somebody is. */
export const says = (text: string, { fullName, dateOfBirth }: Named): boolean =>
  text.includes(squeezed(fullName)) && text.includes(squeezed(dateOfBirth));

/** An impression for a seal row: BMP, 300 dpi, one bit a pixel, in BASE64. */
export function impressionText(millimetres: number): string {
  const style = { shape: 'round', dpi: 300, bitCount: 1, topDown: false, ink: 0x000000 } as const;
  const label = `scenarios/${millimetres}`;
  return Buffer.from(drawImpression(randomFor(label), { millimetres, ...style })).toString('base64');
}

/** The types on the menu, or nothing where it is refused. */
export async function offered(
  stage: Stage,
  card: Parameters<Stage['menu']>[0],
  what?: string,
): Promise<readonly string[]> {
  const menu = await stage.menu(card, what);
  return menu.ok ? menu.value.offers.map(({ type }) => type) : [];
}

/** Whether it was refused, and with this code: any other refusal shows nothing of what was to be shown. */
export const isRefused = (answer: Result<unknown, Refusal>, code: string): boolean =>
  !answer.ok && answer.error.problem.code === code;
