import type { RowFeed } from '../../functions/linkage/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import type { Center } from '../center.ts';
import type { Cells } from '../sample/link-file.ts';
import type { World } from '../sample/types.ts';
import type { StaffClient } from '../staff-client.ts';

/** What a stage is set up from: the outside world of the city's server. */
export type StageParts = {
  readonly center: Center;
  readonly world: World;
  readonly send: (
    municipality: MunicipalityCode,
    feed: RowFeed,
    rows: readonly Cells[],
    kind?: 'diff' | 'urgent',
  ) => Promise<unknown>;
  /** Signed in as that operator of that city. */
  readonly staff: (municipality: string, operator: string) => Promise<StaffClient>;
  /** Lets the stand-in of the koseki systems fail, for the next questions; undefined ends it. */
  readonly kosekiFault: (fault: string | undefined, times?: number) => Promise<void>;
};
