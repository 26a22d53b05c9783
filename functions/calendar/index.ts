export { CalendarYear, Closure, Closures, isDayOf } from './closure.ts';
export {
  ALWAYS_OPEN,
  ServiceHours,
  type ServiceState,
  SPECIFIED_HOURS,
  serviceStateAt,
} from './service-hours.ts';
