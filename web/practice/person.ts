export type Role = 'coordinator' | 'staff' | 'judge' | 'admin' | 'stranger';

export interface Person {
  id: string;
  name: string;
  role: Role;
  unit: string | null;
  unitName: string | null;
}
