import { Collapse, Stack, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useMemo, useState } from "react";
import { FieldControl } from "./FieldControl";
import { type Field, isEmpty, isVisible, type RawSchema, readFields, type Values } from "./schema";

interface Props {
  schema: RawSchema;
  value: Values;
  /** Gets all values, and the name of the one that changed. A value that is not set is left out. */
  onChange: (next: Values, changed: string) => void;
  /** A sentence per field name. */
  errors?: Record<string, string> | undefined;
  scope?: Values;
  readOnly?: boolean;
}

function withValue(values: Values, name: string, value: unknown): Values {
  const { [name]: _, ...rest } = values;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** A form drawn from a JSON Schema: labels, help, defaults and conditions come from the declaration. */
export function SchemaForm({ schema, value, onChange, errors = {}, scope = {}, readOnly = false }: Props) {
  const id = useId();
  const fields = useMemo(() => readFields(schema), [schema]);
  const shown = fields.filter((field) => isVisible(field, value, fields, scope));
  const hidden = shown.filter((field) => field["x-advanced"]);
  const control = (field: Field) => (
    <FieldControl
      key={field.name}
      id={`${id}-${field.name}`}
      field={field}
      value={value[field.name]}
      values={value}
      scope={scope}
      readOnly={readOnly}
      error={errors[field.name]}
      onChange={(next) => onChange(withValue(value, field.name, next), field.name)}
    />
  );
  return (
    <Stack gap="md">
      {shown.filter((field) => !hidden.includes(field)).map(control)}
      {hidden.length > 0 && (
        <More
          forced={hidden.some((field) => errors[field.name])}
          set={hidden.filter((field) => !isEmpty(value[field.name])).length}
        >
          {hidden.map(control)}
        </More>
      )}
    </Stack>
  );
}

/** What is seldom needed. It opens by itself at an error, and says when something is set there. */
function More({ forced, set, children }: { forced: boolean; set: number; children: React.ReactNode }) {
  const [wanted, setWanted] = useState(false);
  const open = wanted || forced;
  return (
    <div>
      <UnstyledButton
        onClick={() => setWanted(!wanted)}
        aria-expanded={open}
        fz="sm"
        fw={560}
        c="dimmed"
        style={{ display: "flex", alignItems: "center", gap: 4 }}
      >
        <IconChevronRight size={14} style={{ transform: open ? "rotate(90deg)" : undefined }} />
        More settings{set > 0 && !open ? ` (${set} set)` : ""}
      </UnstyledButton>
      <Collapse expanded={open}>
        <Stack gap="md" pt="sm">
          {children}
        </Stack>
      </Collapse>
    </div>
  );
}
