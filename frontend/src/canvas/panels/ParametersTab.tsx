import { Alert, Stack, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Problem } from "@/canvas/model/check";
import type { Json, Node, Params } from "@/canvas/model/document";
import { changeParams } from "@/canvas/model/edits";
import { useCanvas, useCanvasContext, useCheck, useUi } from "@/canvas/view/context";
import {
  findErrors,
  humanize,
  isEmpty,
  isVisible,
  type RawSchema,
  readFields,
  SchemaForm,
  type Values,
} from "@/ui/form";

const MISSING = "missing-parameter";
const UNREGISTERED = "unknown-topic";

/** The form of a step, drawn from its declaration. Errors are shown at the field: at once, and again after the check. */
export function ParametersTab({ node }: { node: Node }) {
  const { canvas, catalogue } = useCanvasContext();
  const readOnly = useCanvas((state) => state.readOnly);
  const settings = useCanvas((state) => state.graph.settings);
  const operator = catalogue.get(node.kind);
  const schema = (operator?.params ?? NO_SCHEMA) as RawSchema;
  const scope = useMemo<Values>(() => ({ "job.time": settings.time }), [settings.time]);
  const { errors, others, touch } = useErrors(node, schema, scope);
  const form = useRef<HTMLDivElement>(null);
  useFieldInView(form, node.id);
  if (!operator) {
    return (
      <Alert color="coral" title={`There is no kind “${node.kind}”`}>
        This step has a kind that this server doesn't know. Delete it, or ask your administrator for the
        missing kind.
      </Alert>
    );
  }
  return (
    <Stack gap="md" ref={form}>
      <Text fz="sm" c="dimmed">
        {operator.summary}
      </Text>
      {others.map((problem) => (
        <Alert
          key={problem.message}
          color={problem.severity === "error" ? "coral" : "amber"}
          py="xs"
          styles={{ message: { whiteSpace: "pre-wrap", overflowWrap: "anywhere" } }}
        >
          {problem.message}
        </Alert>
      ))}
      <SchemaForm
        schema={schema}
        value={node.params as Values}
        errors={errors}
        scope={scope}
        readOnly={readOnly}
        onChange={(next, changed) => {
          touch(changed);
          const label = schema.properties?.[changed]?.title ?? humanize(changed);
          canvas.edit(
            `Change ${label.toLowerCase()} of ${node.name}`,
            (graph) => changeParams(graph, node.id, next as Record<string, Json> as Params),
            `${node.id}.${changed}`,
          );
        }}
      />
      {operator.docs && <Guide docs={operator.docs} open={operator.kind === "sql" && !node.params.sql} />}
    </Stack>
  );
}

const NO_SCHEMA: RawSchema = {};

/**
 * Sentences by field: the page's own first, they are newer. What is still empty is no mistake yet on a step
 * just added, and in a field that another setting has just brought up.
 */
function useErrors(node: Node, schema: RawSchema, scope: Values) {
  const said = useCheck((state) => state.byNode.get(node.id));
  const fresh = useUi((state) => state.panel?.fresh === true);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const visible = () => {
    const fields = readFields(schema);
    const shown = fields.filter((field) => isVisible(field, node.params as Values, fields, scope));
    return new Set(shown.map(({ name }) => name));
  };
  const [shownFirst] = useState(visible);
  const untouched = (name: string): boolean => (fresh || !shownFirst.has(name)) && !touched.has(name);
  const found = useMemo(() => findErrors(schema, node.params as Values, scope), [schema, node.params, scope]);
  const errors: Record<string, string> = {};
  const others: Problem[] = [];
  for (const problem of said ?? []) {
    const field = problem.field?.split(".")[0] ?? "";
    const known = schema.properties !== undefined && field in schema.properties;
    if (!known) others.push(problem);
    else if (!(problem.code === MISSING && untouched(field))) errors[field] ??= problem.message;
    // The way out is another field, which is seldom needed and so out of sight.
    if (problem.code === UNREGISTERED && schema.properties?.columns)
      errors.columns ??= "Needed for a topic that is not registered.";
  }
  const empty = (name: string): boolean => isEmpty(node.params[name]);
  for (const [name, sentence] of Object.entries(found)) {
    if (!(empty(name) && untouched(name))) errors[name] = sentence;
  }
  return { errors, others, touch: (name: string) => setTouched((before) => new Set(before).add(name)) };
}

/** Brings the field that someone picked in the list of problems into view. */
function useFieldInView(form: React.RefObject<HTMLDivElement | null>, id: string): void {
  const place = useUi((state) => state.panel);
  useEffect(() => {
    if (place?.node !== id || !place.field || place.line) return;
    const field = place.field.split(".")[0] ?? "";
    const input = form.current?.querySelector<HTMLElement>(`[id$="-${CSS.escape(field)}"]`);
    input?.scrollIntoView({ block: "center" });
    input?.focus({ preventScroll: true });
  }, [place, id, form]);
}

/** The declaration's own words on how to use the kind. */
function Guide({ docs, open }: { docs: string; open: boolean }) {
  return (
    <details open={open}>
      <summary style={{ fontSize: 13, fontWeight: 560, cursor: "pointer" }}>How to use it</summary>
      <Stack gap={8} mt={8}>
        {docs
          .trim()
          .split(/\n\s*\n/)
          .map((paragraph) => (
            <Paragraph key={paragraph} text={paragraph} />
          ))}
      </Stack>
    </details>
  );
}

/** The little Markdown that declarations use: lists with *, `code` and **bold**. */
function Paragraph({ text }: { text: string }) {
  const items = text.split(/\n(?=\* )/).map((item) => item.replace(/^\* /, "").replace(/\s*\n\s*/g, " "));
  if (!text.startsWith("* ")) {
    const [first, ...list] = text.split(/\n(?=\* )/);
    return (
      <>
        <Text fz="sm">{marked((first ?? "").replace(/\s*\n\s*/g, " "))}</Text>
        {list.length > 0 && <Paragraph text={list.join("\n")} />}
      </>
    );
  }
  return (
    <ul style={{ margin: 0, paddingLeft: 18 }}>
      {items.map((item) => (
        <Text component="li" fz="sm" key={item}>
          {marked(item)}
        </Text>
      ))}
    </ul>
  );
}

function marked(text: string) {
  return text.split(/(``.+?``|`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/).map((part, at) => {
    const key = `${at} ${part}`;
    if (part.startsWith("`")) {
      return (
        <code key={key} style={{ fontSize: "0.92em", overflowWrap: "anywhere" }}>
          {part.replace(/^`+\s?|\s?`+$/g, "")}
        </code>
      );
    }
    if (part.startsWith("**")) return <b key={key}>{part.slice(2, -2)}</b>;
    return part.startsWith("*") && part.length > 2 ? <em key={key}>{part.slice(1, -1)}</em> : part;
  });
}
