import type { DeclineReason, KosekiQuestion } from '../../functions/koseki/index.ts';
import { type BilevelImage, drawPdf, type FontSet } from '../../functions/pdf/index.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { type Closing, paperText } from './papers.ts';
import type { Register, RegisterMember } from './registers.ts';
import { sheetOf } from './sheet.ts';

/** The koseki system of one city: what it knows and what it draws with. */
export type KosekiOffice = {
  readonly cityName: string;
  readonly registers: ReadonlyMap<string, Register>;
  readonly fonts: FontSet;
  readonly seal: BilevelImage;
};
export type KosekiOffices = ReadonlyMap<MunicipalityCode, KosekiOffice>;

export type DrawnAnswer = { readonly pdf: Uint8Array; readonly pages: number };

/** How the paper is made; `size` other than A4 is a fault on demand. */
export type Drawing = {
  readonly issuedOn: string;
  readonly size?: { readonly width: number; readonly height: number };
};

/** The certificate that is asked for, or why there is none. Equal questions give equal bytes. */
export function answerTo(
  offices: KosekiOffices,
  question: KosekiQuestion,
  drawing: Drawing,
): Result<DrawnAnswer, DeclineReason> {
  const office = offices.get(question.municipality);
  const register = office?.registers.get(question.kosekiId);
  if (office === undefined || register === undefined) return err('not-found');
  const applicant = enrolled(register, question.kosekiPersonKey);
  const members = membersOf(register, question);
  if (applicant === undefined || members === undefined) return err('not-found');
  if (register.isPending) return err('pending');
  return draw(office, register, members, question, drawing);
}

/** The same certificate about other people: what a koseki system must never send, and once did (川崎市 2023). */
export function answerAboutOthers(
  offices: KosekiOffices,
  question: KosekiQuestion,
  drawing: Drawing,
): Result<DrawnAnswer, DeclineReason> {
  const registers = [...(offices.get(question.municipality)?.registers.values() ?? [])];
  const at = registers.findIndex(({ id }) => id === question.kosekiId);
  const others = [...registers.slice(at + 1), ...registers.slice(0, Math.max(at, 0))];
  for (const other of others) {
    const member = other.members.find(({ isEnrolled }) => isEnrolled);
    if (member === undefined) continue;
    const answer = answerTo(offices, { ...question, ...about(question, other, member) }, drawing);
    if (answer.ok) return answer;
  }
  return err('not-found');
}

const about = (question: KosekiQuestion, { id }: Register, { key }: RegisterMember) => ({
  kosekiId: id as KosekiQuestion['kosekiId'],
  kosekiPersonKey: key as KosekiQuestion['kosekiPersonKey'],
  subjects: question.subjects.length === 0 ? [] : [key as KosekiQuestion['kosekiPersonKey']],
});

const enrolled = ({ members }: Register, key: string): RegisterMember | undefined =>
  members.find((member) => member.key === key && member.isEnrolled);

/** Everyone in the register, or those who are named, in the register's order; undefined where one is not in it. */
function membersOf(register: Register, { subjects }: KosekiQuestion): readonly RegisterMember[] | undefined {
  if (subjects.length === 0) return register.members;
  const named = register.members.filter(
    ({ key, isEnrolled }) => isEnrolled && subjects.some((one) => one === key),
  );
  return named.length === subjects.length ? named : undefined;
}

function draw(
  { cityName, fonts, seal }: KosekiOffice,
  register: Register,
  members: readonly RegisterMember[],
  question: KosekiQuestion,
  { issuedOn, size }: Drawing,
): Result<DrawnAnswer, DeclineReason> {
  // Not of the request id: the paper would name it.
  const number = sha256Hex(JSON.stringify([register.id, question.kind, question.subjects, issuedOn])).slice(
    0,
    12,
  );
  const closing: Closing = { issuedOn, head: `${cityName}長　　見 本 一 郎`, number };
  const text = paperText(register, members, question, closing);
  const sheet = sheetOf(text, { fonts, seal, tag: `koseki-${number}`, ...(size && { size }) });
  if (!sheet.ok) return sheet;
  const drawn = drawPdf(sheet.value, fonts, { profile: 'plain' });
  return drawn.ok ? ok({ pdf: drawn.value, pages: sheet.value.pages.length }) : err('not-drawable');
}
