import { type Attachments, sampleSeal } from '../../functions/certificates/index.ts';

/** A registered seal of the usual size, 18 mm, in points. */
const IMPRESSION_SIDE = (18 / 25.4) * 72;

/** What stands in the place of 公印 (vermilion) and 印影 (black) where nobody has given one: both say 「見本」. */
export function sampleAttachments(): Required<Omit<Attachments, 'tag'>> {
  const seal = sampleSeal();
  const image = { ...seal, ink: [0, 0, 0] } as const;
  return { seal, pictures: { impression: { image, width: IMPRESSION_SIDE, height: IMPRESSION_SIDE } } };
}
