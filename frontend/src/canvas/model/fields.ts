/** Checks parameters in the page, at once; the server checks the same declarations again. */

import type { Json, Node, Settings } from "./document";
import type { FieldSchema, Operator } from "./operators";

/** Whether a field is asked for, given the node's other parameters and the job's settings. */
export function isShown(
  schema: FieldSchema,
  params: Readonly<Record<string, Json>>,
  settings: Settings,
  operator?: Operator,
): boolean {
  return Object.entries(schema["x-when"] ?? {}).every(([key, wanted]) => {
    const actual = key.startsWith("job.")
      ? (settings as unknown as Record<string, Json>)[key.slice(4)]
      : (params[key] ?? operator?.params.properties?.[key]?.default ?? null);
    return Array.isArray(wanted) ? wanted.includes(actual as Json) : actual === wanted;
  });
}

/** A sentence for each parameter that can't be right, by name. */
export function fieldProblems(
  node: Node,
  operator: Operator | undefined,
  settings: Settings,
): Record<string, string> {
  const problems: Record<string, string> = {};
  const required = new Set(operator?.params.required ?? []);
  for (const [name, schema] of Object.entries(operator?.params.properties ?? {})) {
    if (!isShown(schema, node.params, settings, operator)) continue;
    const problem = valueProblem(schema, node.params[name], required.has(name));
    if (problem) problems[name] = problem;
  }
  return problems;
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

function valueProblem(schema: FieldSchema, value: Json | undefined, required: boolean): string | null {
  if (isEmpty(value)) return required ? "This is needed." : null;
  const choices = (schema.anyOf ?? [schema]).filter((choice) => choice.type !== "null");
  const problems = choices.map((choice) => typeProblem(choice, value as Json));
  return problems.some((problem) => problem === null) ? null : (problems[0] ?? null);
}

function typeProblem(schema: FieldSchema, value: Json): string | null {
  if (schema.enum && !schema.enum.includes(value)) return `Choose one of: ${schema.enum.join(", ")}.`;
  if (schema.type === "integer" && !Number.isInteger(value)) return "Enter a whole number.";
  if (schema.type === "number" && typeof value !== "number") return "Enter a number.";
  if (schema.type === "string" && typeof value !== "string") return "Enter a text.";
  if (typeof value === "number") return boundsProblem(schema, value);
  if (typeof value === "string") return textProblem(schema, value);
  return null;
}

function boundsProblem(schema: FieldSchema, value: number): string | null {
  if (schema.minimum !== undefined && value < schema.minimum) return `At least ${schema.minimum}.`;
  if (schema.maximum !== undefined && value > schema.maximum) return `At most ${schema.maximum}.`;
  if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum)
    return `More than ${schema.exclusiveMinimum}.`;
  if (schema.exclusiveMaximum !== undefined && value >= schema.exclusiveMaximum)
    return `Less than ${schema.exclusiveMaximum}.`;
  return null;
}

function textProblem(schema: FieldSchema, value: string): string | null {
  if (schema.maxLength !== undefined && value.length > schema.maxLength)
    return `At most ${schema.maxLength} characters.`;
  if (schema.minLength !== undefined && value.length < schema.minLength)
    return `At least ${schema.minLength} characters.`;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value))
    return "This has a form that isn't allowed here.";
  return null;
}
