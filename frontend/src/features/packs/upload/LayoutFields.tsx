import { Button, Checkbox, Group, Select } from "@mantine/core";
import { useState } from "react";
import type { Layout } from "../types";
import type { Told } from "./asking";
import css from "./Upload.module.css";
import { DAYS, DELIMITERS, encodings, FORMATS, QUOTES } from "./words";

interface Props {
  /** What was found, with what was told. */
  layout: Layout;
  told: Told;
  onTell: (told: Told) => void;
}

/** How the file is read: found out, and each part of it can be told otherwise. */
export function LayoutFields({ layout, told, onTell }: Props) {
  const [more, setMore] = useState(told.quote !== undefined || told.days !== undefined);
  const choose = <K extends keyof Told>(key: K) => ({
    size: "xs" as const,
    value: (layout[key] ?? null) as string | null,
    allowDeselect: false,
    onChange: (value: string | null) => {
      if (value !== null) onTell({ ...told, [key]: value as Told[K] });
    },
  });
  const csv = layout.format === "csv";
  return (
    <div className={css.settings}>
      <Select label="Format" data={FORMATS} {...choose("format")} />
      <Select label="Encoding" data={encodings(layout.encoding)} {...choose("encoding")} />
      {csv && <Select label="Between the cells" data={DELIMITERS} {...choose("delimiter")} />}
      {csv && (
        <Select
          label="First row"
          data={[
            { value: "true", label: "Names of the columns" },
            { value: "false", label: "A row like the others" },
          ]}
          {...choose("header")}
          value={layout.header === null ? null : String(layout.header)}
          onChange={(value) => onTell({ ...told, header: value === "true" })}
        />
      )}
      <Group gap={4} mt={22} className={css.more}>
        <Button variant="subtle" size="compact-sm" aria-expanded={more} onClick={() => setMore(!more)}>
          {more ? "Less" : "More"}
        </Button>
        {Object.keys(told).length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => onTell({})}>
            As found
          </Button>
        )}
      </Group>
      {more && csv && <Select label="Quotes" data={QUOTES} {...choose("quote")} />}
      {more && (
        <Select label="Dates with slashes" data={DAYS} placeholder="Are not guessed" {...choose("days")} />
      )}
      {more && (
        <Checkbox
          label="Leave out columns that are not known"
          className={css.wide}
          size="xs"
          mt={28}
          checked={layout.ignore_unknown}
          onChange={(event) => onTell({ ...told, ignore_unknown: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}
