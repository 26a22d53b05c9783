import { RowFeed, type RowFileName } from '../../functions/linkage/index.ts';
import { domicileRows, kosekiRows } from './koseki-rows.ts';
import { type Cells, writeLinkFile } from './link-file.ts';
import { randomFor } from './random.ts';
import { sealRows } from './seal-rows.ts';
import { taxRows } from './tax-rows.ts';
import type { FeedSetting, SampleCity, World } from './types.ts';

/** A link file with its name's parts. */
export type NamedLinkFile = { readonly name: RowFileName; readonly bytes: Uint8Array };

/** The full files of all cities and feeds: file number 1 of epoch 1, made at the beginning of the world's day. */
export function fullFiles(world: World): NamedLinkFile[] {
  return world.cities.flatMap((city) => RowFeed.options.map((feed) => fullFile(world, city, feed)));
}

/** The full file of one city and feed; for whoever cannot hold all of them at once. */
export function fullFile(world: World, city: SampleCity, feed: RowFeed): NamedLinkFile {
  const name: RowFileName = {
    municipality: city.municipality.code,
    feed,
    kind: 'full',
    epoch: 1,
    fileNumber: 1,
  };
  const madeAt = `${world.parameters.today}T00:00:00+09:00`;
  return { name, bytes: writeLinkFile(name, madeAt, rowsOf(world, city, feed)) };
}

/** All rows of a feed of one city, as its full file says them. */
export function rowsOf(
  { parameters }: World,
  { municipality, people }: SampleCity,
  feed: RowFeed,
): readonly Cells[] {
  const label = `${parameters.seed}/${municipality.code}`;
  const setting: FeedSetting = { label, today: parameters.today, city: municipality, people };
  switch (feed) {
    case 'resident':
      return people.map(({ resident }) => resident);
    case 'serial':
      return people.flatMap(({ serials }) => serials);
    case 'restriction':
      return people.flatMap(({ restrictions }) => restrictions);
    case 'seal':
      return numbered(label, feed, sealRows(setting));
    case 'tax':
      return numbered(label, feed, taxRows(setting));
    case 'koseki-index':
      return numbered(label, feed, kosekiRows(setting));
    case 'domicile-registration':
      return numbered(label, feed, domicileRows(setting));
  }
}

/** Each row's place in the order of the core system's changes, which is not the order of the people. */
function numbered(label: string, feed: RowFeed, rows: readonly Omit<Cells, 'number'>[]): readonly Cells[] {
  const numbers = randomFor(`${label}/sequence/${feed}`).shuffle(
    Array.from(rows, (_, index) => String(index + 1)),
  );
  return rows.map((row, index) => ({ ...row, number: numbers[index] ?? '' }));
}
