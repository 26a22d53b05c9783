import { randomBytes } from 'node:crypto';
import { createOperator, createOperatorStore } from '../../functions/operators/index.ts';
import { OperatorId, Permission } from '../../functions/shared/http/staff.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { MUNICIPALITIES } from './municipalities.ts';
import { type SampleStack, sampleClients } from './stack.ts';

/** Somebody who can sign in to the console of a stack on this machine. */
export type SampleOperator = {
  readonly municipality: string;
  readonly municipalityName: string;
  readonly operatorId: string;
  readonly password: string;
};

/** Published on purpose: it opens nothing but made-up people on one's own machine. */
export const SAMPLE_PASSWORD = 'mihon-no-aikotoba';

const ROLES: readonly {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
}[] = [
  {
    id: 'mihon-madoguchi',
    name: '見本 窓口',
    permissions: ['history.read', 'link.read', 'eligibility.read', 'changes.read'],
  },
  { id: 'mihon-kanri', name: '見本 管理', permissions: Permission.options },
  // What one has closed, another one has to open.
  { id: 'mihon-kanri-2', name: '見本 管理その二', permissions: Permission.options },
];

/**
 * Three operators in each city: one at the counter, and two who may do everything, protection measures included.
 * Those who are there already stay as they are.
 */
export async function setUpOperators(stack: SampleStack): Promise<readonly SampleOperator[]> {
  const operators = createOperatorStore(sampleClients(stack).documents, stack.staffTable);
  const created: SampleOperator[] = [];
  for (const city of MUNICIPALITIES) {
    for (const role of ROLES) {
      const operatorId = OperatorId.parse(role.id);
      const staff = {
        operatorId,
        municipality: city.code,
        name: role.name,
        department: '市民課',
        permissions: [...role.permissions],
      };
      const known = await operators.read(city.code, operatorId);
      if (known === undefined)
        unwrap(await createOperator({ operators, random: randomBytes }, staff, SAMPLE_PASSWORD));
      created.push({
        municipality: city.code,
        municipalityName: city.name,
        operatorId,
        password: SAMPLE_PASSWORD,
      });
    }
  }
  return created;
}
