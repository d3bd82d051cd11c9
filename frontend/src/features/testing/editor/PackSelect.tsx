import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Pack, packVersions } from "@/features/packs";
import { fills } from "../definition";
import type { BenchSource, Input } from "../types";

interface Props {
  source: BenchSource;
  packs?: readonly Pack[] | undefined;
  input: Input | null;
  onChange: (input: Input | null) => void;
}

/** A data pack for a source: those that fill it first. */
export function PackSelect({ source, packs = [], input, onChange }: Props) {
  const option = ({ id, name, version }: Pack) => ({
    value: id,
    label: version ? `${name} (${version.rows} rows)` : name,
  });
  const groups = [
    { group: "Fill this source", items: packs.filter((pack) => fills(source, pack)).map(option) },
    { group: "Others", items: packs.filter((pack) => !fills(source, pack)).map(option) },
  ].filter(({ items }) => items.length > 0);
  return (
    <Select
      size="xs"
      flex={1}
      miw={140}
      aria-label={`Data pack for ${source.name}`}
      placeholder="Choose a data pack"
      searchable
      clearable
      data={groups}
      value={input?.pack ?? null}
      onChange={(pack) =>
        onChange(pack ? { pack, version: null, arrival: input?.arrival ?? { mode: "in-order" } } : null)
      }
    />
  );
}

/** The latest version whenever it runs, or always the same. */
export function VersionSelect({
  pack,
  input,
  onChange,
}: {
  pack: Pack;
  input: Input;
  onChange: Props["onChange"];
}) {
  const { data } = useQuery(packVersions(pack.id));
  const numbers = data?.results.map(({ number }) => number) ?? [];
  return (
    <Select
      size="xs"
      w={112}
      aria-label={`Version of ${pack.name}`}
      allowDeselect={false}
      data={[
        { value: "", label: `latest (${pack.version?.number ?? "–"})` },
        ...numbers.map((number) => ({ value: String(number), label: `version ${number}` })),
      ]}
      value={input.version === null ? "" : String(input.version)}
      onChange={(version) => onChange({ ...input, version: version ? Number(version) : null })}
    />
  );
}
