/** The campaign that this page is about, by its id; empty as long as the server has not said, or there is one only. */
let chosen = '';

export const chooseCampaign = (id: string): void => {
  chosen = id;
};

/** What each request says of it. */
export const campaignHeaders = (): Record<string, string> => (chosen === '' ? {} : { 'x-campaign': chosen });

/** The same in the address of what a browser fetches by itself. */
export function inCampaign(address: string): string {
  return chosen === ''
    ? address
    : `${address}${address.includes('?') ? '&' : '?'}campaign=${encodeURIComponent(chosen)}`;
}
