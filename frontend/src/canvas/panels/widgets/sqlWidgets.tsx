/** Widgets in which a person writes SQL: a query, or one expression. */

import { Button, Group, Input, Menu, Text } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useMemo } from "react";
import { useUi } from "@/canvas/view/context";
import { type WidgetProps, wrapperProps } from "@/ui/form";
import type { SqlContext, Input as SqlInput } from "../sql/completion";
import { SqlEditor } from "../sql/SqlEditor";
import { TEMPLATES } from "../sql/templates";
import { useFieldProblems, useFunctions, useInputs, useNodeId } from "./nodeContext";

export function SqlWidget(props: WidgetProps) {
  const inputs = useInputs();
  const labels = wrapperProps(props);
  return (
    <Input.Wrapper {...labels} description={undefined} error={undefined}>
      <Group justify="space-between" mb={6} mt={2} gap="xs" wrap="nowrap">
        <Text fz="xs" c="dimmed">
          {inputs.length === 0 ? (
            "Connect an input: its name becomes a table here."
          ) : (
            <Reads inputs={inputs} />
          )}
        </Text>
        {!props.readOnly && <Templates {...props} inputs={inputs} />}
      </Group>
      <Editor {...props} inputs={inputs} expression={false} height={320} />
    </Input.Wrapper>
  );
}

export function ExpressionWidget(props: WidgetProps) {
  const inputs = useInputs();
  return (
    <Input.Wrapper {...wrapperProps(props)} error={undefined}>
      <div style={{ marginTop: 6 }}>
        <Editor {...props} inputs={inputs} expression height={96} />
      </div>
    </Input.Wrapper>
  );
}

function Reads({ inputs }: { inputs: readonly SqlInput[] }) {
  return (
    <>
      Reads{" "}
      {inputs.map((input, at) => (
        <span key={input.name}>
          {at > 0 && ", "}
          <Text span ff="monospace" inherit c="var(--mantine-color-text)">
            {input.name}
          </Text>
        </span>
      ))}
    </>
  );
}

interface EditorProps extends WidgetProps {
  inputs: readonly SqlInput[];
  expression: boolean;
  height: number;
}

function Editor({ field, value, onChange, readOnly, error, inputs, expression, height }: EditorProps) {
  const functions = useFunctions();
  const problems = useFieldProblems(field.name);
  const context = useMemo<SqlContext>(
    () => ({ inputs, functions, expression }),
    [inputs, functions, expression],
  );
  return (
    <>
      <SqlEditor
        value={typeof value === "string" ? value : ""}
        onChange={(text) => onChange(text === "" ? undefined : text)}
        readOnly={readOnly}
        height={height}
        label={field.label}
        placeholder={field["x-placeholder"]}
        context={context}
        problems={problems}
        focus={useFocus(field.name)}
      />
      <Said problems={problems} error={error} />
    </>
  );
}

/** The cursor's place when someone picked this field's problem in the list. */
function useFocus(field: string): { line: number; column: number } | null {
  const id = useNodeId();
  const panel = useUi((state) => state.panel);
  return useMemo(
    () =>
      panel?.node === id && panel.field === field && panel.line
        ? { line: panel.line, column: panel.column ?? 1 }
        : null,
    [panel, id, field],
  );
}

function Said({
  problems,
  error,
}: {
  problems: ReturnType<typeof useFieldProblems>;
  error: string | undefined;
}) {
  if (problems.length === 0) return error ? <Input.Error mt={4}>{error}</Input.Error> : null;
  return problems.map((problem) => (
    <Text
      key={`${problem.line} ${problem.column} ${problem.message}`}
      fz="xs"
      mt={4}
      role="alert"
      style={{
        color: problem.severity === "error" ? "var(--p-bad)" : "var(--p-warn)",
        whiteSpace: "pre-wrap",
      }}
    >
      {problem.line ? `Line ${problem.line}, column ${problem.column ?? 1}: ` : ""}
      {problem.message}
    </Text>
  ));
}

function Templates({ onChange, inputs }: WidgetProps & { inputs: readonly SqlInput[] }) {
  return (
    <Menu withinPortal shadow="md" width={300}>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconTemplate size={13} />}
          style={{ flex: "none" }}
        >
          Templates
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {TEMPLATES.map((template) => (
          <Menu.Item key={template.label} onClick={() => onChange(template.write(inputs))}>
            <Text fz="sm">{template.label}</Text>
            <Text fz="xs" c="dimmed">
              {template.help}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
