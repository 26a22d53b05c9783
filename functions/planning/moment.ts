import { type Instant, instantOf, LocalDate, startOfJstDay } from '../shared/time.ts';

/** The instant of a `Moment` of the contract; a day is its midnight in Japan. */
export const instantOfMoment = (text: string): Instant =>
  text.length === 10 ? startOfJstDay(LocalDate.parse(text)) : instantOf(Date.parse(text));
