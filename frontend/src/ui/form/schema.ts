/**
 * The part of JSON Schema that operators and data sources speak, made flat: references resolved, "or null"
 * folded into `nullable`, so that a widget sees one plain field.
 */

export interface RawSchema {
  $ref?: string;
  $defs?: Record<string, RawSchema>;
  anyOf?: RawSchema[];
  allOf?: RawSchema[];
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  title?: string;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  pattern?: string;
  format?: string;
  items?: RawSchema;
  properties?: Record<string, RawSchema>;
  required?: string[];
  additionalProperties?: boolean | RawSchema;
  "x-widget"?: string;
  "x-when"?: Record<string, unknown>;
  /** Required whenever `x-when` shows the field: `Field.required` is set, whatever the schema lists. */
  "x-needed"?: boolean;
  "x-placeholder"?: string;
  /** Waits behind "More settings". */
  "x-advanced"?: boolean;
  "x-labels"?: Record<string, string>;
}

export interface Field extends Omit<RawSchema, "type" | "items" | "anyOf" | "allOf" | "$ref" | "required"> {
  name: string;
  label: string;
  type: string;
  nullable: boolean;
  required: boolean;
  /** Field of the items, when the type is "array". */
  items?: Field;
  /** Fields of the object, when the type is "object" and it has named properties. */
  fields?: Field[];
  /** Name of the widget, such as "datasource". */
  widget: string | undefined;
  /** What follows the colon in the widget's name, such as "kafka". */
  argument: string | undefined;
}

export type Values = Record<string, unknown>;

function dereferenced(raw: RawSchema, root: RawSchema): RawSchema {
  if (raw.$ref) {
    const name = raw.$ref.split("/").at(-1) ?? "";
    const { $ref: _, ...own } = raw;
    return dereferenced({ ...root.$defs?.[name], ...own }, root);
  }
  if (raw.allOf?.length === 1) {
    const { allOf, ...own } = raw;
    return dereferenced({ ...allOf[0], ...own }, root);
  }
  return raw;
}

/** Folds `anyOf: [X, null]` to X; of several real alternatives, the first gives the form. */
function folded(raw: RawSchema, root: RawSchema): { schema: RawSchema; nullable: boolean } {
  const schema = dereferenced(raw, root);
  if (!schema.anyOf) {
    const types = Array.isArray(schema.type) ? schema.type : [schema.type];
    return { schema: { ...schema, type: types.find((t) => t !== "null") }, nullable: types.includes("null") };
  }
  const { anyOf, ...own } = schema;
  const real = anyOf.map((one) => dereferenced(one, root)).filter((one) => one.type !== "null");
  return { schema: { ...real[0], ...own }, nullable: real.length < anyOf.length };
}

/** "batch_size" reads "Batch size". */
export function humanize(name: string): string {
  const words = name.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function guessedType(schema: RawSchema): string {
  if (typeof schema.type === "string") return schema.type;
  if (schema.properties || schema.additionalProperties) return "object";
  if (schema.items) return "array";
  return "string";
}

function field(name: string, raw: RawSchema, root: RawSchema, required: boolean): Field {
  const { schema, nullable } = folded(raw, root);
  const { items, anyOf: _, allOf: __, $ref: ___, ...rest } = schema;
  const [widget, argument] = (schema["x-widget"] ?? "").split(":", 2);
  return {
    ...rest,
    name,
    label: schema.title ?? humanize(name),
    type: guessedType(schema),
    nullable,
    required: required || schema["x-needed"] === true,
    enum: schema.enum ?? (schema.const === undefined ? undefined : [schema.const]),
    items: items && field("", items, root, true),
    fields: schema.properties && readFields(schema, root),
    widget: widget || undefined,
    argument,
  };
}

/** The fields of an object schema, in the order of their declaration. */
export function readFields(schema: RawSchema, root: RawSchema = schema): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, raw]) =>
    field(name, raw, root, required.has(name)),
  );
}

/** Whether a field's `x-when` holds. Names are looked up in the form's values, then in the scope around it. */
export function isVisible(
  one: Pick<Field, "x-when">,
  values: Values,
  fields: Field[],
  scope: Values = {},
): boolean {
  return Object.entries(one["x-when"] ?? {}).every(([name, wanted]) => {
    const fallback = fields.find((other) => other.name === name)?.default;
    const actual = name in values ? values[name] : name in scope ? scope[name] : fallback;
    return Array.isArray(wanted) ? wanted.includes(actual) : actual === wanted;
  });
}

/** Whether nothing was entered: what a required field may not be. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Whether a visible field has to be filled in: it is required, and its default fills in nothing. */
export const isRequired = (one: Field): boolean => one.required && isEmpty(one.default);

/** The first sentence of fault in one value, or undefined. The server checks again and knows more. */
export function findFieldError(one: Field, value: unknown): string | undefined {
  if (isEmpty(value)) return isRequired(one) ? `${one.label} is needed.` : undefined;
  if (typeof value === "number") {
    if (one.type === "integer" && !Number.isInteger(value)) return `${one.label} must be a whole number.`;
    if (one.minimum !== undefined && value < one.minimum)
      return `${one.label} must be at least ${one.minimum}.`;
    if (one.exclusiveMinimum !== undefined && value <= one.exclusiveMinimum)
      return `${one.label} must be more than ${one.exclusiveMinimum}.`;
    if (one.maximum !== undefined && value > one.maximum)
      return `${one.label} must be at most ${one.maximum}.`;
  }
  if (typeof value === "string") {
    if (one.maxLength !== undefined && value.length > one.maxLength)
      return `${one.label} may have at most ${one.maxLength} characters.`;
    if (one.pattern && !new RegExp(one.pattern).test(value))
      return `${one.label} has characters that are not allowed.`;
  }
  return undefined;
}

/** Faults of all visible fields, by name. */
export function findErrors(schema: RawSchema, values: Values, scope: Values = {}): Record<string, string> {
  const fields = readFields(schema);
  const found: Record<string, string> = {};
  for (const one of fields) {
    const said = isVisible(one, values, fields, scope) ? findFieldError(one, values[one.name]) : undefined;
    if (said) found[one.name] = said;
  }
  return found;
}
