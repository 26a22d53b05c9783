import { openMaterials } from './city.ts';
import { runEpisode } from './episode.ts';

/** One run of a simulation, for a process of its own: question `{ label, requests }`, answer an `EpisodeReport`. */
const materials = openMaterials();

process.on('message', ({ label, requests }: { readonly label: string; readonly requests: number }) => {
  void runEpisode(label, requests, materials).then((report) => process.send?.(report));
});
