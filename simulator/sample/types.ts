import type { z } from 'zod';
import type { ResidentRowV1 } from '../../functions/linkage/layouts/resident.ts';
import type { RestrictionRowV1 } from '../../functions/linkage/layouts/restriction.ts';
import type { SerialRowV1 } from '../../functions/linkage/layouts/serial.ts';
import type { LocalDate } from '../../functions/shared/time.ts';
import type { SampleMunicipality } from './municipalities.ts';

/** Rows as the file says them: every cell a text, before any parsing. */
export type ResidentRow = z.input<typeof ResidentRowV1>;
export type SerialRow = z.input<typeof SerialRowV1>;
export type RestrictionRow = z.input<typeof RestrictionRowV1>;

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

export type SampleCity = {
  readonly municipality: SampleMunicipality;
  readonly people: readonly SamplePerson[];
};

export type World = { readonly parameters: WorldParameters; readonly cities: readonly SampleCity[] };
