export { discrepancyRoutes, MAXIMUM_LIST_BYTES } from './routes.ts';
export { createDiscrepancyStore } from './store.ts';
