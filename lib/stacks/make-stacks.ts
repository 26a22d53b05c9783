import {
  type App,
  CliCredentialsStackSynthesizer,
  DefaultStackSynthesizer,
  type IStackSynthesizer,
} from 'aws-cdk-lib';
import type { Stage } from '../config/stage.ts';
import { AuditStack } from './audit.ts';
import { ConsoleStack } from './console.ts';
import { IssuanceStack } from './issuance.ts';
import { LinkageStack } from './linkage.ts';
import { PairStack } from './pair.ts';
import { StorageStack } from './storage.ts';

/** Every stack of a stage. `account`: of the credentials in use, where the stage names none. */
export function makeStacks(app: App, stage: Stage, account?: string | undefined): void {
  const owner = stage.account ?? account;
  const environment = (region: string) => ({
    env: { region, ...(owner === undefined ? {} : { account: owner }) },
    synthesizer: synthesizerOf(stage),
  });
  const pair =
    stage.secondaryRegion === undefined
      ? undefined
      : new PairStack(app, 'KofuPair', environment(stage.secondaryRegion));
  const common = () => ({ stage, ...environment(stage.region) });
  const storage = new StorageStack(app, 'KofuStorage', { ...common(), pairKeyArn: pair?.key.keyArn });
  new LinkageStack(app, 'KofuLinkage', { ...common(), storage });
  new IssuanceStack(app, 'KofuIssuance', { ...common(), storage });
  new AuditStack(app, 'KofuAudit', { ...common(), storage });
  new ConsoleStack(app, 'KofuConsole', { ...common(), storage });
}

/** A local engine knows one caller; on AWS the bootstrap's roles part those who deploy from those who publish. */
function synthesizerOf(stage: Stage): IStackSynthesizer {
  const synthesizer =
    stage.cloud === 'aws' ? new DefaultStackSynthesizer() : new CliCredentialsStackSynthesizer();
  // The library was not compiled with exact optional properties.
  return synthesizer as IStackSynthesizer;
}
