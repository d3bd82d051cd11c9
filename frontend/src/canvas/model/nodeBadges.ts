/** What is said of single steps beside their own state: coverage by tests, the way of a row. */

export type BadgeTone = "covered" | "partly" | "missed" | "traced";

/** A detail of a mark, such as a condition with its place in the step's text. */
export interface BadgeLine {
  readonly kind: string;
  readonly text: string;
  readonly note: string;
  readonly good: boolean;
  readonly line: number | null;
  readonly column: number | null;
}

export interface Badge {
  readonly tone: BadgeTone;
  /** A figure or a word, short enough for a badge. */
  readonly text: string;
  /** The whole sentence, for the tooltip and for those who hear the page. */
  readonly label: string;
  readonly lines: readonly BadgeLine[];
}

export type Badges = ReadonlyMap<string, Badge>;
export const NO_BADGES: Badges = new Map();
