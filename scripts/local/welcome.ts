import type { StackFile } from '../deploy/stack-file.ts';
import type { SampleOperator } from './state.ts';

export type WelcomePerson = {
  readonly municipality: string;
  readonly city: string;
  readonly serial: string;
  readonly fullName: string;
  readonly dateOfBirth: string;
};

/** What a newcomer needs for the first certificate. */
export function welcomeText(told: {
  readonly stack: StackFile;
  readonly operators: readonly SampleOperator[];
  readonly people: readonly WelcomePerson[];
  readonly seconds: number;
  readonly foreground: boolean;
}): string {
  const { stack, operators, people, seconds, foreground } = told;
  const [operator] = operators;
  const [person] = people;
  const lines = [
    '',
    `Ready after ${seconds.toFixed(1)} s. Local stage: open 0–24 h on every day, made-up people, this machine only.`,
    '',
    `  Staff console     ${stack.consoleUrl}`,
  ];
  if (operator !== undefined)
    lines.push(
      `                    ${operator.municipality} ${operator.municipalityName} · operator ${operator.operatorId} · password ${operator.password}`,
    );
  if (stack.simulatorUrl !== undefined) lines.push(`  Kiosk simulator   ${stack.simulatorUrl}/`);
  if (stack.kosekiUrl !== undefined) lines.push(`  Koseki stand-in   ${stack.kosekiUrl}/`);
  lines.push(`  Kiosk API         ${stack.kioskApiUrl}/v1/`, '', '  Sample people');
  for (const { municipality, city, serial, fullName, dateOfBirth } of people)
    lines.push(`    ${municipality} ${city}  ${serial}  ${fullName}  ${dateOfBirth}`);
  if (person !== undefined)
    lines.push(
      '',
      '  npm run -s kiosk -- issue --type resident-record --scope individual \\',
      `    --municipality ${person.municipality} --serial ${person.serial} --out certificate.pdf`,
    );
  lines.push(
    '',
    foreground ? 'Ctrl-C ends it.' : '`npm stop` ends it, `npm run status` tells how it is.',
    '',
  );
  return lines.join('\n');
}
