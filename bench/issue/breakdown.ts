import { CopyOption, layOut, residentRecordCopy } from '../../functions/certificates/index.ts';
import { settingsAt } from '../../functions/changes/index.ts';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import type { IssueDeps } from '../../functions/issuance/deps.ts';
import { gather } from '../../functions/issuance/gather.ts';
import { materialNames } from '../../functions/issuance/materials.ts';
import { checkRelease } from '../../functions/issuance/release-gate.ts';
import { drawPdf, measure } from '../../functions/pdf/index.ts';
import { canonicalJson, sha256Hex } from '../../functions/shared/canonical.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { jstDateOf } from '../../functions/shared/time.ts';
import { median } from '../statistics.ts';

const CERTIFICATES = 150;
const WARM_UP = 50;

/** Where the time beyond the baseline goes, measured in this very process: one line per step. */
export async function issueBreakdown(deps: IssueDeps, next: () => IssueRequest): Promise<readonly string[]> {
  const times = new Map<string, number[]>();
  for (let index = 0; index < CERTIFICATES; index += 1) {
    const steps = await stepsOf(deps, next());
    if (index >= WARM_UP) for (const [step, ms] of steps) times.set(step, [...(times.get(step) ?? []), ms]);
  }
  return [...times].map(
    ([step, values]) => `in process: ${step.padEnd(12)} p50 ${median(values).toFixed(3)} ms`,
  );
}

async function stepsOf(
  deps: IssueDeps,
  request: IssueRequest,
): Promise<readonly (readonly [string, number])[]> {
  const steps: [string, number][] = [];
  const timed = <T>(name: string, work: () => T): T => {
    const began = performance.now();
    const value = work();
    steps.push([name, performance.now() - began]);
    return value;
  };
  const now = deps.clock();
  const { known } = await gather(deps, request);
  const rows = await deps.settings.readSettings(request.municipality);
  const settings = timed('settings', () => settingsAt(rows, now));
  const head = settings.valueOf('head', 'city');
  const names = materialNames(settings, request.type);
  const person = known.serial?.personId;
  const resident = known.applicant?.resident;
  if (head === undefined || names === undefined || person === undefined || resident === undefined)
    throw new Error('nothing to draw');
  const materials = unwrap(await deps.materials.load(request.municipality, names));
  const issuedOn = jstDateOf(now);
  const certificateNumber = deps.newId();
  const { scope } = request;
  const options = CopyOption.array().parse(request.options);
  const model = timed('model', () =>
    unwrap(
      residentRecordCopy({
        municipalityName: settings.valueOf('name', 'city')?.name ?? '',
        subjects: [resident],
        scope,
        options,
        issuedOn,
        head,
        certificateNumber,
      }),
    ),
  );
  const { template, seal, fonts } = materials;
  const tag = deps.tagOf(certificateNumber);
  const list = timed('lay out', () =>
    unwrap(
      layOut(template, model, { seal, tag }, (text, size, field) => measure(fonts.set, text, size, field)),
    ),
  );
  const pdf = timed('draw', () => unwrap(drawPdf(list, fonts.set)));
  timed('read back', () =>
    unwrap(
      checkRelease(pdf, {
        tag,
        certificateNumber,
        scope,
        people: [person],
        subjects: [resident],
        issuedOn,
        head,
        model,
        materials,
      }),
    ),
  );
  timed('hash', () => sha256Hex(pdf));
  const began = performance.now();
  await deps.cipher.seal(canonicalJson({ model, tag, names }), certificateNumber, 0);
  steps.push(['seal', performance.now() - began]);
  return steps;
}
