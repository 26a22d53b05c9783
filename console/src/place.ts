/** Where in the console one is. Kept behind `#`, so that the console works below any path. */
export type Place =
  | { readonly page: 'history'; readonly list: ListPlace }
  | { readonly page: 'history-details'; readonly requestId: string; readonly list: ListPlace }
  | { readonly page: 'unknown' };

/** What the list shows; details keep it, so that the way back leads to the same list. */
export type ListPlace = { readonly day: string | undefined; readonly state: string | undefined };

export const HOME = '#/history';

export const listHref = (list: ListPlace): string => `#/history${queryOf(list)}`;
export const detailsHref = (requestId: string, list: ListPlace): string =>
  `#/history/${encodeURIComponent(requestId)}${queryOf(list)}`;

export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [page, id, ...rest] = path.split('/');
  const parameters = new URLSearchParams(query);
  const list = { day: parameters.get('day') ?? undefined, state: parameters.get('state') ?? undefined };
  if (rest.length > 0) return { page: 'unknown' };
  if (page === '' || (page === 'history' && id === undefined)) return { page: 'history', list };
  if (page === 'history' && id !== undefined && id !== '') return detailsPlace(id, list);
  return { page: 'unknown' };
}

function detailsPlace(id: string, list: ListPlace): Place {
  try {
    return { page: 'history-details', requestId: decodeURIComponent(id), list };
  } catch {
    return { page: 'unknown' };
  }
}

function queryOf({ day, state }: ListPlace): string {
  const query = new URLSearchParams();
  if (day !== undefined) query.set('day', day);
  if (state !== undefined) query.set('state', state);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
