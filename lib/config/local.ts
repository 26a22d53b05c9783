import { MUNICIPALITIES } from './municipalities.ts';
import type { StageInput } from './stage.ts';

/** The stage on one's own machine: loopback, dummy credentials, open around the clock. */
export const LOCAL: StageInput = {
  name: 'local',
  cloud: 'local',
  account: '000000000000',
  region: 'ap-northeast-1',
  customerManagedKeys: false,
  secureCookies: false,
  privateApis: false,
  simulator: true,
  openAllDay: true,
  counterOffsetMs: 1_000,
  deadlineMs: 10_000,
  resultWaitMinutes: 10,
  snapshotDays: 90,
  sessionMinutes: 15,
  alarms: false,
  logRetentionDays: 7,
  inboxDays: 30,
  memory: { ingest: 1_024, issue: 1_769, kiosk: 512, staff: 512 },
  ingest: { timeoutSeconds: 120, priorityConcurrency: 2 },
  municipalities: MUNICIPALITIES,
  linkAgents: [],
  // `parseStage` names the stand-in: its port is the machine's own.
  kosekiLinks: {},
};
