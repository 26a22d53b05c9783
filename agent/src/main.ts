import { readFile } from 'node:fs/promises';
import { defectOf } from '../../functions/shared/log.ts';
import type { AgentPorts } from './agent.ts';
import { HELP, parseCommand, type WorkCommand } from './arguments.ts';
import { createFileChecker } from './check-file.ts';
import { checkSetUp } from './check-set-up.ts';
import { type AgentConfig, parseConfig } from './config.ts';
import { createCredentials } from './credentials.ts';
import { fileDisk } from './file-disk.ts';
import { createAgentLog } from './log.ts';
import { minimalPolicy } from './policy.ts';
import { runAgent, runOnce } from './run-agent.ts';
import { createS3Client, createS3Store } from './s3-store.ts';
import { readStatus, statusText } from './status.ts';
import { systemNewId, systemTime } from './system.ts';
import { VERSION } from './version.ts';

const say = (text: string): void => void process.stdout.write(text);
const complain = (text: string): void => void process.stderr.write(text);

async function readConfig(path: string): Promise<AgentConfig | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    complain(`設定ファイル ${path} を読めません。\n`);
    return undefined;
  }
  const config = parseConfig(text);
  if (config.ok) return config.value;
  complain(`設定ファイル ${path} に誤りがあります。\n${config.error.map((line) => `  ${line}\n`).join('')}`);
  return undefined;
}

/** @returns the exit code: 0 done, 1 somebody should look, 2 wrong usage or configuration */
async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  if (!command.ok) {
    complain(`${command.error}\n\n${HELP}`);
    return 2;
  }
  switch (command.value.name) {
    case 'help':
      say(HELP);
      return 0;
    case 'version':
      say(`${VERSION}\n`);
      return 0;
    default: {
      const config = await readConfig(command.value.config);
      return config === undefined ? 2 : perform(command.value, config);
    }
  }
}

async function perform(asked: WorkCommand, config: AgentConfig): Promise<number> {
  if (asked.name === 'policy') {
    say(`${JSON.stringify(minimalPolicy({ ...config, keyArn: asked.keyArn }), undefined, 2)}\n`);
    return 0;
  }
  if (asked.name === 'status') {
    const status = await readStatus(fileDisk, config, systemTime.wall());
    say(asked.json ? `${JSON.stringify(status)}\n` : statusText(status));
    return status.findings.length === 0 ? 0 : 1;
  }
  const credentials = createCredentials(config, systemTime.wall);
  const client = createS3Client(config, credentials);
  const ports: AgentPorts = {
    config,
    version: VERSION,
    disk: fileDisk,
    store: createS3Store(client, config.bucket),
    check: createFileChecker(config.municipality),
    time: systemTime,
    newId: systemNewId,
    log: createAgentLog((line) => say(`${line}\n`), systemTime.wall),
  };
  try {
    if (asked.name === 'check') {
      const probes = await checkSetUp({ ...ports, credentials });
      for (const { what, fault } of probes)
        say(`${fault === undefined ? '✓' : '✗'} ${what}${fault === undefined ? '' : `: ${fault}`}\n`);
      return probes.every(({ fault }) => fault === undefined) ? 0 : 1;
    }
    return asked.once ? await once(ports) : await daemon(ports);
  } finally {
    client.destroy();
  }
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

async function daemon(ports: AgentPorts): Promise<number> {
  await runAgent(ports, stopSignal());
  return 0;
}

async function once(ports: AgentPorts): Promise<number> {
  const end = await runOnce(ports, stopSignal());
  if (end === 'standby') {
    complain('もう 1 台の連携サーバが現用のため、何もしませんでした。\n');
    return 1;
  }
  const { sent, rejected, incomplete, failed } = end;
  say(`送信 ${sent} 件、rejected ${rejected} 件、未完了 ${incomplete} 件、失敗 ${failed} 件\n`);
  return rejected + incomplete + failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(`予期しない誤りで終わりました（${defectOf(error)}）。\n`);
    process.exitCode = 1;
  },
);
