import { MUNICIPALITIES } from './municipalities.ts';
import type { StageInput } from './stage.ts';

/** The stage that serves citizens: no way to the Internet, keys of one's own, Tokyo with Osaka as its pair. */
export const CLOSED_NETWORK: StageInput = {
  name: 'closed-network',
  cloud: 'aws',
  region: 'ap-northeast-1',
  secondaryRegion: 'ap-northeast-3',
  customerManagedKeys: true,
  secureCookies: true,
  privateApis: true,
  simulator: false,
  openAllDay: false,
  counterOffsetMs: 1_000,
  deadlineMs: 10_000,
  resultWaitMinutes: 60,
  snapshotDays: 90,
  sessionMinutes: 15,
  auditLockYears: 10,
  alarms: true,
  logRetentionDays: 731,
  inboxDays: 90,
  memory: { ingest: 1_769, issue: 3_538, kiosk: 1_024, staff: 1_024 },
  ingest: { timeoutSeconds: 300, priorityConcurrency: 10 },
  municipalities: MUNICIPALITIES,
  // The identities are the operators' own: whatever gives each city's machine its sessions is one of them.
  linkAgents: MUNICIPALITIES.map(({ code }) => ({
    municipality: code,
    identity: `role/kofu-link-agent-identity-${code}`,
    externalId: `kofu-link-${code}`,
    sessionHours: 12,
  })),
  // Names of the closed network's own, as the identities are. The echo is what the contract asks of every vendor; lines
  // to compare are added when the vendor's papers are known.
  kosekiLinks: Object.fromEntries(
    MUNICIPALITIES.map(({ code }) => [
      code,
      {
        endpoint: `https://koseki-${code}.kofu.internal/v1/certificates`,
        budgetMs: 8_000,
        identity: { by: 'echo' },
      },
    ]),
  ),
};
