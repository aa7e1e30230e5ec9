/** What stands on a poster that asks for works, all of it in words. */
export interface PosterSheet {
  /** 征集作品 */
  heading: string;
  /** Who asks. */
  unit: string;
  campaign: string;
  /** What is wanted, with what the notice says of it. */
  wanted: { name: string; content: string; rules: string[] }[];
  /** How many more categories there are than fit. */
  more: string;
  until: string;
  how: string;
  address: string;
  /** Whom to ask. */
  contact: string;
}
