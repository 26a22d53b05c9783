import type { FileName } from '../../functions/linkage/index.ts';
import type { LinkCommand } from './command.ts';
import { examineInput, nameOf } from './examine-input.ts';
import { inputFiles } from './input-files.ts';
import { layoutsData, layoutsText } from './layouts-list.ts';
import { seriesNotices } from './series-gaps.ts';
import { createTotals } from './totals.ts';
import { parseValidateArguments, VALIDATE_HELP } from './validate-arguments.ts';
import { jsonReport } from './validate-json.ts';
import { textReport } from './validate-text.ts';

/** `npm run -s link -- validate FILE|DIR…`: what whoever makes link files runs before sending them. */
export const validate: LinkCommand = async (args, { write, complain }) => {
  const wish = parseValidateArguments(args);
  if (!wish.ok) {
    complain(`✗ ${wish.error}\n  使い方: npm run -s link -- validate --help\n`);
    return 2;
  }
  switch (wish.value.kind) {
    case 'help':
      write(VALIDATE_HELP);
      return 0;
    case 'layouts':
      write(wish.value.json ? `${JSON.stringify(layoutsData())}\n` : layoutsText());
      return 0;
  }
  const { paths, json, ...listing } = wish.value;
  const input = await inputFiles(paths);
  if (!input.ok) {
    complain(`✗ ${input.error}\n`);
    return 2;
  }
  const report = (json ? jsonReport : textReport)(write, listing);
  const totals = createTotals();
  const names: FileName[] = [];
  let isAllRead = true;
  for (const file of input.value.files) {
    const name = nameOf(file.path);
    if (name !== undefined) names.push(name);
    report.begin(file, name);
    const end = await examineInput(file, (finding) => {
      totals.take(finding, name);
      report.finding(file, finding);
    });
    if (end.kind === 'unreadable') isAllRead = false;
    report.end(file, end, totals.end(end));
  }
  const found = totals.read();
  report.close(found, seriesNotices(names), input.value.others);
  if (!isAllRead) return 2;
  return found.findings > 0 ? 1 : 0;
};
