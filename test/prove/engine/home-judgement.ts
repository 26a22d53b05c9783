import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type { Option } from '../../support/expected-paper.ts';
import { type Judged, restrictionCodes } from './group.ts';
import { isCopyOf, isSealOf, isTaxOf, type ReadPaper } from './papers.ts';
import { headed, type Person } from './people.ts';

export type Home = { readonly people: readonly Person[] };

const GONE: Readonly<Record<string, string>> = { 転出: 'ISS-1201', 死亡: 'ISS-1202', 職権消除: 'ISS-1203' };
const TAX_CODES: Readonly<Record<string, string>> = { 未申告: 'ISS-1222', 更正中: 'ISS-1223' };

/** What the rows of one moment say to a request, worked out without the rules of the project. */
export function judgeHome({ people }: Home, municipality: string, request: IssueRequest): Judged {
  const owner = people.find(({ cards }) => cards.some(({ serial }) => serial === request.serial));
  const codes = new Set<string>();
  const nothing = { codes, subjects: [], isPaper: () => false };
  if (owner === undefined) return { ...nothing, codes: codes.add('ISS-1101') };
  if (owner.cards.find(({ serial }) => serial === request.serial)?.['state'] !== '有効')
    codes.add('ISS-1102');
  const gone = GONE[owner.resident['state'] ?? ''];
  if (gone !== undefined) return { ...nothing, codes: codes.add(gone) };

  const members = people
    .filter(
      ({ resident }) =>
        resident['state'] === '現存' && resident['householdId'] === owner.resident['householdId'],
    )
    .sort(
      (a, b) =>
        Number(a.resident['householdOrder']) - Number(b.resident['householdOrder']) ||
        (a.personId < b.personId ? -1 : 1),
    );
  const isCopy = request.type === 'resident-record';
  for (const member of members) {
    if (member.resident['transferPending'] === '1' && (isCopy || member === owner)) codes.add('ISS-1206');
    if (member.restriction?.['householdWide'] === '1')
      restrictionCodes(member.restriction, request.type, codes);
  }
  if (
    request.scope === 'partial' &&
    request.subjects.some((id) => !members.some((one) => one.personId === id))
  )
    codes.add('ISS-1401');
  const subjects =
    request.scope === 'individual'
      ? [owner]
      : members.filter(
          ({ personId }) => request.scope === 'household' || request.subjects.includes(personId),
        );
  for (const person of new Set([owner, ...subjects])) {
    if (person.resident['changeUnsettled'] === '1') codes.add('ISS-1204');
    if (person.restriction !== undefined) restrictionCodes(person.restriction, request.type, codes);
    if (person.forbidden === 'all' || person.forbidden === request.type) codes.add('ISS-1225');
  }
  if (request.type === 'seal-registration' && owner.seal['state'] !== '登録中')
    codes.add(owner.seal['state'] === '停止' ? 'ISS-1217' : 'ISS-1218');
  const taxCode = TAX_CODES[owner.tax['state'] ?? ''];
  if (request.type === 'tax-and-income' && taxCode !== undefined) codes.add(taxCode);
  const says = (paper: ReadPaper, number: string): boolean => {
    if (request.type === 'seal-registration') return isSealOf(paper, municipality, owner);
    if (request.type === 'tax-and-income') return isTaxOf(paper, municipality, owner);
    const rows = subjects.map(({ resident }) => headed('resident', resident));
    const options = request.options as readonly Option[];
    return isCopyOf(paper, { municipality, scope: request.scope, options, subjects: rows, number });
  };
  return { codes, subjects: subjects.map(({ personId }) => personId), isPaper: says };
}
