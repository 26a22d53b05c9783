import { kioskHandler } from '../../shared/http/kiosk-chain.ts';
import { composeIssue, composeKiosk, composeTiming } from '../compose.ts';
import { IssueEnvironment } from '../environment.ts';
import { issueRoute } from '../routes.ts';

const environment = IssueEnvironment.parse(process.env);
const kiosk = composeKiosk(environment);
// Begun at cold start; a failure is met by the first request, which then answers with a shaped refusal.
const route = composeIssue(environment, kiosk).then((deps) => issueRoute(deps, composeTiming(environment)));
route.catch(() => undefined);

/** `POST /v1/issue`. */
export const handler = kioskHandler({ ...kiosk.chain, handle: async (request) => (await route)(request) });
