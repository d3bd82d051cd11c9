/** What the server declares about each kind: its ports and the schema of its parameters. */

import type { Json } from "./document";

export interface Port {
  readonly name: string;
  readonly label: string;
  readonly many: boolean;
  readonly required: boolean;
}

export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly anyOf?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly "x-widget"?: string;
  readonly "x-when"?: Readonly<Record<string, Json>>;
  readonly "x-placeholder"?: string;
}

export interface ParamsSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

export interface Operator {
  readonly kind: string;
  readonly label: string;
  readonly group: string;
  readonly icon: string;
  readonly summary: string;
  readonly ports: { readonly inputs: readonly Port[]; readonly outputs: readonly Port[] };
  readonly params: ParamsSchema;
  readonly connectors?: readonly string[];
  readonly docs?: string;
}

export type Catalogue = ReadonlyMap<string, Operator>;

export const catalogueOf = (operators: readonly Operator[]): Catalogue =>
  new Map(operators.map((operator) => [operator.kind, operator]));

export const isSource = (operator: Operator | undefined): boolean => operator?.ports.inputs.length === 0;
export const isSink = (operator: Operator | undefined): boolean => operator?.ports.outputs.length === 0;

/** Names of the parameters in which a person writes SQL, and so may name an input. */
export function sqlFields(operator: Operator | undefined): readonly string[] {
  return Object.entries(operator?.params.properties ?? {})
    .filter(([, schema]) => schema["x-widget"] === "sql" || schema["x-widget"] === "expression")
    .map(([name]) => name);
}

/** Parameters of a node just added: the declared defaults. */
export function defaultParams(operator: Operator | undefined): Record<string, Json> {
  const params: Record<string, Json> = {};
  for (const [name, schema] of Object.entries(operator?.params.properties ?? {})) {
    if (schema.default !== undefined && schema.default !== null)
      params[name] = structuredClone(schema.default);
  }
  return params;
}
