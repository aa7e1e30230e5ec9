export const SUBMISSION_STATES = ['draft', 'received', 'accepted', 'returned', 'withdrawn', 'lapsed'] as const;

/**
 * draft → received → accepted; returned by staff with a reason, received again once corrected; withdrawn by the unit
 * (docs/product.md, section 7). A draft that is dropped or not completed in time has lapsed.
 */
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

/** Whether it counts towards the target, as it does until staff return it or the unit withdraws it. */
export function counts(state: SubmissionState): boolean {
  return state === 'received' || state === 'accepted';
}

export function canBeAccepted(state: SubmissionState): boolean {
  return state === 'received';
}

/** An accepted entry can be returned as well: that is how staff take an acceptance back. */
export function canBeReturned(state: SubmissionState): boolean {
  return state === 'received' || state === 'accepted';
}

/** The unit can no longer change what staff have accepted; they would have to return it first. */
export function canBeCorrected(state: SubmissionState): boolean {
  return state === 'draft' || state === 'received' || state === 'returned';
}

export function canBeWithdrawn(state: SubmissionState): boolean {
  return state === 'received' || state === 'returned';
}

/** Correcting what was returned hands it in again. */
export function stateAfterCorrection(state: SubmissionState): SubmissionState {
  return state === 'returned' ? 'received' : state;
}
