export { newHousehold, ownRows } from '../../simulator/sample/own-rows.ts';
