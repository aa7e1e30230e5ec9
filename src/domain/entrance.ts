/** The ways in by which somebody comes to act; the clock acts by itself. */
export const ENTRANCES = ['message', 'session', 'page', 'mail', 'screening', 'clock'] as const;

export type Entrance = (typeof ENTRANCES)[number];
