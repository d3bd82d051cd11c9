import { Button, Checkbox, Group, Select } from "@mantine/core";
import { useState } from "react";
import type { Layout } from "../types";
import { DATE_ORDERS, DELIMITERS, FORMATS, listEncodings, QUOTES } from "./layoutLabels";
import css from "./Upload.module.css";
import type { LayoutOverrides } from "./uploadApi";

interface Props {
  /** The detected layout with the overrides applied. */
  layout: Layout;
  overrides: LayoutOverrides;
  onChange: (overrides: LayoutOverrides) => void;
}

/** How the file is read: detected, and each part can be overridden. */
export function LayoutFields({ layout, overrides, onChange }: Props) {
  const [more, setMore] = useState(overrides.quote !== undefined || overrides.days !== undefined);
  const selectProps = <K extends keyof LayoutOverrides>(key: K) => ({
    size: "xs" as const,
    value: (layout[key] ?? null) as string | null,
    allowDeselect: false,
    onChange: (value: string | null) => {
      if (value !== null) onChange({ ...overrides, [key]: value as LayoutOverrides[K] });
    },
  });
  const csv = layout.format === "csv";
  return (
    <div className={css.settings}>
      <Select label="Format" data={FORMATS} {...selectProps("format")} />
      <Select label="Encoding" data={listEncodings(layout.encoding)} {...selectProps("encoding")} />
      {csv && <Select label="Delimiter" data={DELIMITERS} {...selectProps("delimiter")} />}
      {csv && (
        <Select
          label="First row"
          data={[
            { value: "true", label: "Column names" },
            { value: "false", label: "Data" },
          ]}
          {...selectProps("header")}
          value={layout.header === null ? null : String(layout.header)}
          onChange={(value) => onChange({ ...overrides, header: value === "true" })}
        />
      )}
      <Group gap={4} mt={22} className={css.more}>
        <Button variant="subtle" size="compact-sm" aria-expanded={more} onClick={() => setMore(!more)}>
          {more ? "Less" : "More"}
        </Button>
        {Object.keys(overrides).length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange({})}>
            Reset
          </Button>
        )}
      </Group>
      {more && csv && <Select label="Quotes" data={QUOTES} {...selectProps("quote")} />}
      {more && (
        <Select
          label="Dates with slashes"
          data={DATE_ORDERS}
          placeholder="Not set"
          {...selectProps("days")}
        />
      )}
      {more && (
        <Checkbox
          label="Ignore unknown columns"
          className={css.wide}
          size="xs"
          mt={28}
          checked={layout.ignore_unknown}
          onChange={(event) => onChange({ ...overrides, ignore_unknown: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}
