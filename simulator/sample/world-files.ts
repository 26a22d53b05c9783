import { Feed, type FileName } from '../../functions/linkage/index.ts';
import { type Cells, writeLinkFile } from './link-file.ts';
import type { SampleCity, World } from './types.ts';

/** A link file with its name's parts. */
export type NamedLinkFile = { readonly name: FileName; readonly bytes: Uint8Array };

/** The full files of all cities and feeds: file number 1 of epoch 1, made at the beginning of the world's day. */
export function fullFiles(world: World): NamedLinkFile[] {
  const madeAt = `${world.parameters.today}T00:00:00+09:00`;
  return world.cities.flatMap((city) =>
    Feed.options.map((feed) => {
      const name: FileName = {
        municipality: city.municipality.code,
        feed,
        kind: 'full',
        epoch: 1,
        fileNumber: 1,
      };
      return { name, bytes: writeLinkFile(name, madeAt, rowsOf(city, feed)) };
    }),
  );
}

function rowsOf({ people }: SampleCity, feed: Feed): readonly Cells[] {
  switch (feed) {
    case 'resident':
      return people.map(({ resident }) => resident);
    case 'serial':
      return people.flatMap(({ serials }) => serials);
    case 'restriction':
      return people.flatMap(({ restrictions }) => restrictions);
  }
}
