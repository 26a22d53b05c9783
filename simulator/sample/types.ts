import type { z } from 'zod';
import type { DomicileRegistrationRowV1 } from '../../functions/linkage/layouts/domicile-registration.ts';
import type { KosekiIndexRowV1 } from '../../functions/linkage/layouts/koseki-index.ts';
import type { ResidentRowV1 } from '../../functions/linkage/layouts/resident.ts';
import type { RestrictionRowV1 } from '../../functions/linkage/layouts/restriction.ts';
import type { SealRowV1 } from '../../functions/linkage/layouts/seal.ts';
import type { SerialRowV1 } from '../../functions/linkage/layouts/serial.ts';
import type { TaxRowV1 } from '../../functions/linkage/layouts/tax.ts';
import type { LocalDate } from '../../functions/shared/time.ts';
import type { SampleMunicipality } from './municipalities.ts';

/** Rows as the file says them: every cell a text, before any parsing. */
export type ResidentRow = z.input<typeof ResidentRowV1>;
export type SerialRow = z.input<typeof SerialRowV1>;
export type RestrictionRow = z.input<typeof RestrictionRowV1>;
export type SealRow = z.input<typeof SealRowV1>;
export type TaxRow = z.input<typeof TaxRowV1>;
export type KosekiRow = z.input<typeof KosekiIndexRowV1>;
export type DomicileRow = z.input<typeof DomicileRegistrationRowV1>;

/** What makes a world; two worlds of equal parameters are equal. */
export type WorldParameters = {
  /** People of the three cities together, those who moved out, died or were removed included. */
  readonly residents: number;
  readonly seed: string;
  /** The day in Japan on which the world is as it says: 転入当日, ages and validity refer to it. */
  readonly today: LocalDate;
};

/** What the core systems' stand-in may change later; everyone else stays as generated. */
export type ChurnRole = 'mover' | 'parent' | 'renewer' | 'restricted';

export type SamplePerson = {
  readonly resident: ResidentRow;
  readonly serials: readonly SerialRow[];
  readonly restrictions: readonly RestrictionRow[];
  readonly churn: ChurnRole | undefined;
};

/** What the rows of a feed are made from: they are worked out when a file is written, not kept with the people. */
export type FeedSetting = {
  /** `<seed>/<municipality>`, the beginning of every label of choices. */
  readonly label: string;
  readonly today: LocalDate;
  readonly city: SampleMunicipality;
  readonly people: readonly SamplePerson[];
};

export type SampleCity = {
  readonly municipality: SampleMunicipality;
  readonly people: readonly SamplePerson[];
};

export type World = { readonly parameters: WorldParameters; readonly cities: readonly SampleCity[] };
