import type { Role as BoundRole } from '../../src/domain/permission.ts';

export type Role = BoundRole | 'stranger';

export interface Person {
  id: string;
  name: string;
  role: Role;
  unit: string | null;
  unitName: string | null;
}
