export const ROLES = ['coordinator', 'staff', 'judge', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who speaks. Somebody the bot does not know has no roles. */
export interface Actor {
  personId?: number;
  /** The unit is empty for roles without one. */
  roles: readonly { role: Role; unitId: string }[];
}

export type Action = keyof typeof GRANTS;

/** `own`: for the units the role names. `any`: for every unit, and for what concerns no unit. */
type Reach = 'own' | 'any';

const STAFF = { staff: 'any', admin: 'any' } as const;
const BOUND = { coordinator: 'any', staff: 'any', judge: 'any', admin: 'any' } as const;

// The table of docs/product.md, section 4. What it does not grant is refused.
const GRANTS = {
  help: 'everyone',
  identify: 'everyone',
  'read-notice': 'everyone',
  'read-totals': BOUND,
  'read-missing': BOUND,
  'read-unit': { coordinator: 'own', ...STAFF },
  'read-missing-details': STAFF,
  report: { coordinator: 'own', staff: 'any' },
  'edit-entry': { coordinator: 'own', staff: 'any' },
  // What workers hand in on a unit's own page: asking for it, looking at it, letting it pass.
  screen: { coordinator: 'own', staff: 'any' },
  // Whoever is let in by a page that has been made for it.
  'send-in': 'everyone',
  review: STAFF,
  extend: STAFF,
  nudge: STAFF,
  schedule: STAFF,
  export: STAFF,
  'close-campaign': STAFF,
  // After `/结束报送` units can change nothing more; staff still can, to put mistakes right.
  'change-after-close': STAFF,
  // Lists that show every unit, one by one; coordinators see only their own.
  'read-all-units': STAFF,
  // What units say they have sent by mail or otherwise (`/自报`).
  'read-self-reports': STAFF,
  'answer-requests': STAFF,
  'invite-coordinator': STAFF,
  'invite-role': { admin: 'any' },
  // Who is bound, how they are reached, since when.
  'read-people': STAFF,
  // Coordinators; whoever has another role only by those who may give it.
  release: STAFF,
  'release-role': { admin: 'any' },
  'hand-over': STAFF,
  // To the console, for what one may see and do anyway.
  'sign-in': BOUND,
  'bind-group': { admin: 'any' },
  'change-target': { admin: 'any' },
  score: { judge: 'any' },
  // Name judges, assign, chase, see all marks, decide, make final.
  'lead-review': STAFF,
  // How far judging is: judges of their own works, staff of all.
  'read-review': { judge: 'any', ...STAFF },
} as const satisfies Record<string, 'everyone' | Partial<Record<Role, Reach>>>;

export const ACTIONS = Object.keys(GRANTS) as Action[];

/** Whether the actor may do it, for the unit where it concerns one: a coordinator without a unit named may not. */
export function may(actor: Actor, action: Action, unitId?: string): boolean {
  return allows(actor, action, (own) => unitId !== undefined && unitId !== '' && own === unitId);
}

/** Whether the actor may do it for some unit at least: what /帮助 shows. */
export function mayForSomeUnit(actor: Actor, action: Action): boolean {
  return allows(actor, action, (own) => own !== '');
}

function allows(actor: Actor, action: Action, isOwn: (unitId: string) => boolean): boolean {
  if (!Object.hasOwn(GRANTS, action)) return false;
  const grant: 'everyone' | Partial<Record<Role, Reach>> = GRANTS[action];
  if (grant === 'everyone') return true;
  return actor.roles.some(({ role, unitId }) => {
    if (!Object.hasOwn(grant, role)) return false;
    return grant[role] === 'any' || isOwn(unitId);
  });
}
