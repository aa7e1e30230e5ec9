import type { Role } from '../../domain/permission.ts';
import type { Vocabulary } from '../words/vocabulary.ts';

/** What people call a role. */
export const roleName = ({ vocabulary }: { vocabulary: Vocabulary }, role: Role): string =>
  vocabulary.roles[role]?.[0] ?? role;
