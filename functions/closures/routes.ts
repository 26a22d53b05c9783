import type { z } from 'zod';
import { type HttpResponse, jsonBody, jsonResponse } from '../shared/http/http.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { StaffContext, StaffRoute } from '../shared/http/staff-chain.ts';
import { type StaffProblemCode, staffProblem } from '../shared/http/staff-problem.ts';
import type { Result } from '../shared/result.ts';
import {
  type ByHandParts,
  closeByHand,
  confirmOpening,
  listClosures,
  type OpeningFault,
  proposeOpening,
} from './by-hand.ts';
import { CloseRequest, type ClosuresView, ConfirmRequest, ProposeRequest } from './contract.ts';

type Fault = OpeningFault | 'unknown-type';

const PROBLEMS: Readonly<Record<Fault, StaffProblemCode>> = {
  'unknown-type': 'STF-1102',
  'not-closed': 'STF-1201',
  'not-by-hand': 'STF-1202',
  'already-proposed': 'STF-1203',
  'not-proposed': 'STF-1204',
  'second-person': 'STF-1205',
  changed: 'STF-1106',
};

/** 停止と再開 (INV-12). The list names no person of the city, so that looking at it is not put on record. */
export function closureRoutes(parts: ByHandParts): readonly StaffRoute[] {
  const acting =
    <S extends z.ZodType>(
      schema: S,
      act: (parts: ByHandParts, operator: Staff, wish: z.output<S>) => Promise<Result<ClosuresView, Fault>>,
    ) =>
    async ({ operator, request }: StaffContext): Promise<HttpResponse> => {
      const wish = schema.safeParse(jsonBody(request));
      if (!wish.success) return staffProblem('STF-1005');
      const done = await act(parts, operator, wish.data);
      return done.ok ? jsonResponse(200, done.value) : staffProblem(PROBLEMS[done.error]);
    };

  return [
    {
      method: 'GET',
      path: '/api/closures',
      access: 'signed-in',
      shows: 'nobody',
      handle: async ({ operator }) => jsonResponse(200, await listClosures(parts, operator)),
    },
    {
      method: 'POST',
      path: '/api/closures',
      access: 'closures.write',
      shows: 'nobody',
      handle: acting(CloseRequest, closeByHand),
    },
    {
      method: 'POST',
      path: '/api/closures/opening',
      access: 'closures.write',
      shows: 'nobody',
      handle: acting(ProposeRequest, proposeOpening),
    },
    {
      method: 'POST',
      path: '/api/closures/opening/confirmation',
      access: 'closures.write',
      shows: 'nobody',
      handle: acting(ConfirmRequest, confirmOpening),
    },
  ];
}
