import type { Permission } from '../../functions/shared/http/staff.ts';
import { HOME } from './place.ts';

export type NavigationEntry = {
  readonly label: string;
  readonly href: string;
  /** First part of the places behind the entry. */
  readonly section: string;
  /** Whoever lacks it does not see the entry. */
  readonly permission: Permission;
};

/** Every page of the console that exists, in the order of the specification's 3(3). */
export const NAVIGATION: readonly NavigationEntry[] = [
  { label: '発行履歴', href: HOME, section: 'history', permission: 'history.read' },
];
