import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Pack } from "@/features/packs";
import { packVersions } from "@/features/packs";
import { coversSource } from "../definition";
import type { CaseInput, SurfaceSource } from "../types";

interface Props {
  source: SurfaceSource;
  packs?: readonly Pack[] | undefined;
  input: CaseInput | null;
  onChange: (input: CaseInput | null) => void;
}

/** Selects the data pack of a source; packs with all its columns come first. */
export function PackSelect({ source, packs = [], input, onChange }: Props) {
  const option = ({ id, name, version }: Pack) => ({
    value: id,
    label: version ? `${name} (${version.rows} rows)` : name,
  });
  const groups = [
    {
      group: "Have all columns of this source",
      items: packs.filter((pack) => coversSource(source, pack)).map(option),
    },
    { group: "Other packs", items: packs.filter((pack) => !coversSource(source, pack)).map(option) },
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

/** Selects a fixed version, or the latest one at the time of each run. */
export function VersionSelect({
  pack,
  input,
  onChange,
}: {
  pack: Pack;
  input: CaseInput;
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
