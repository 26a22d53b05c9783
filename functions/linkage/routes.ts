import { jsonResponse } from '../shared/http/http.ts';
import type { StaffRoute } from '../shared/http/staff-chain.ts';
import type { Clock } from '../shared/time.ts';
import { readLinkStatus, type StatusParts } from './status.ts';

/** 連携の監視 (仕様書 3(2)①イ). It names no person, so that looking at it is not put on record. */
export function linkRoutes(parts: StatusParts & { readonly clock: Clock }): readonly StaffRoute[] {
  return [
    {
      method: 'GET',
      path: '/api/link/status',
      access: 'link.read',
      shows: 'nobody',
      handle: async ({ municipality }) =>
        jsonResponse(200, await readLinkStatus(parts, municipality, parts.clock())),
    },
  ];
}
