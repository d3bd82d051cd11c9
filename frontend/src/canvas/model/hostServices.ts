/** What the canvas asks of the world around it. The job's page provides it; the canvas knows no endpoint. */

import type { Column } from "./check";
import type { Graph } from "./document";

export interface Choice {
  readonly name: string;
  /** A word on what it is. */
  readonly detail?: string;
}

export interface TableChoice extends Choice {
  /** Known columns; empty for a topic that nobody has registered. */
  readonly columns: readonly Column[];
}

export interface Preview {
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A built-in function and the ways in which it may be called. */
export interface FunctionHelp {
  readonly name: string;
  readonly signatures: readonly string[];
}

/** A question with the key under which its answer is kept. */
export interface QuerySpec<T> {
  readonly queryKey: readonly unknown[];
  readonly queryFn: () => Promise<T>;
  readonly staleTime?: number;
}

export interface HostServices {
  /** Data sources of these kinds that the project may use. */
  readonly datasources: (kinds: readonly string[]) => QuerySpec<readonly Choice[]>;
  /** Topics or tables of a data source, by its name: registered ones first. */
  readonly tables: (datasource: string) => QuerySpec<readonly TableChoice[]>;
  readonly functions: () => QuerySpec<readonly FunctionHelp[]>;
  /** Sample rows of a source or sink, read without consuming them. */
  readonly preview: (node: string, graph: Graph) => Promise<Preview>;
}
