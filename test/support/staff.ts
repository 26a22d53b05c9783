import { staffClient } from '../../simulator/staff-client.ts';
import { testStack } from './stack.ts';

/** A browser of one member of staff at the tests' own system. */
export const staffBrowser = () => staffClient(testStack().consoleUrl);
