/** A receipt in words, as a picture and a page show it; both tell what the text tells. */
export interface ReceiptSheet {
  heading: string;
  campaign: string;
  /** `#37`. */
  number: string;
  title: string;
  /** Large and red beside the number; empty when it came in time. */
  late: string;
  rows: { label: string; value: string }[];
  filesHeading: string;
  files: { name: string; about: string; sha256: string }[];
  /** How many files are not listed, in words. */
  more: string;
  /** How to find out whether it is genuine. */
  check: string;
  /** Of its page; empty where the outside cannot reach one. */
  address: string;
  /** When it was given. */
  issued: string;
  /** Stands on the picture where a sign of some name could not be drawn. */
  unknownSigns: string;
}
