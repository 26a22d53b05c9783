import { type HttpResponse, jsonResponse } from '../shared/http/http.ts';
import type { StaffRoute } from '../shared/http/staff-chain.ts';
import { staffProblem } from '../shared/http/staff-problem.ts';
import { checkList, commitList, type ListFailure, proposeList } from './apply-list.ts';
import type { ListProblemView } from './contract.ts';
import type { DiscrepancyParts } from './parts.ts';
import { PROBLEM_TEXTS } from './words.ts';

/** Of a list; more is no list of discrepancies. */
export const MAXIMUM_LIST_BYTES = 1_000_000;

const STEPS = { check: checkList, propose: proposeList, commit: commitList } as const;

/** 不整合リスト CSV の取り込み (仕様書 3(3)キ): by two people, each with the file in hand. */
export const discrepancyRoutes = (parts: DiscrepancyParts): readonly StaffRoute[] =>
  Object.entries(STEPS).map(
    ([name, step]): StaffRoute => ({
      method: 'POST',
      path: `/api/discrepancies/${name}`,
      access: 'discrepancies.write',
      shows: 'nobody',
      handle: async ({ operator, request }) => {
        const report = await step(parts, operator, request.body);
        return report.ok ? jsonResponse(200, report.value) : failed(report.error);
      },
    }),
  );

function failed(failure: ListFailure): HttpResponse {
  switch (failure.kind) {
    case 'not-readable': {
      const problems = failure.problems.map(
        ({ line, column, rule }): ListProblemView => ({
          line,
          ...(column === undefined ? {} : { column }),
          rule,
          text: PROBLEM_TEXTS[rule],
        }),
      );
      return staffProblem('STF-1411', { problems });
    }
    case 'not-proposed':
      return staffProblem('STF-1412');
    case 'same-person':
      return staffProblem('STF-1413');
    case 'layout-changed':
      return staffProblem('STF-1414');
  }
}
