import { Group, Pagination, Skeleton, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DataTable } from "@/ui/DataTable";
import { ErrorAlert } from "@/ui/ErrorAlert";
import css from "./Packs.module.css";
import { formatCount } from "./packLabels";
import { packRows } from "./packs";
import type { Pack, PackVersion } from "./types";

const PAGE_SIZE = 100;

/** The rows of a version, one hundred per page. */
export function PackRows({ pack, version }: { pack: Pack; version: PackVersion }) {
  const [page, setPage] = useState(1);
  const offset = (page - 1) * PAGE_SIZE;
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    ...packRows(pack.id, version.number, offset, PAGE_SIZE),
    placeholderData: keepPreviousData,
  });
  if (error)
    return <ErrorAlert title="The rows could not be loaded" error={error} retry={() => void refetch()} />;
  if (isPending) return <Skeleton height={320} radius="md" />;
  const kinds = data.rows.some((row) => "_kind" in row);
  const columns = kinds ? [...pack.columns, { name: "_kind", type: "kind of change" }] : pack.columns;
  const pages = Math.ceil(data.total / PAGE_SIZE);
  const last = Math.min(offset + PAGE_SIZE, data.total);
  return (
    <>
      <div className={css.rows} data-stale={isPlaceholderData || undefined}>
        <DataTable columns={columns} rows={data.rows} />
      </div>
      {pages > 1 && (
        <Group justify="space-between" mt="sm">
          <Text fz="xs" c="dimmed" className="p-figure">
            Rows {formatCount(offset + 1)} to {formatCount(last)} of {formatCount(data.total)}
          </Text>
          <Pagination
            total={pages}
            value={page}
            onChange={setPage}
            size="sm"
            siblings={1}
            withEdges={pages > 5}
            getControlProps={(control) => ({ "aria-label": `${control} page` })}
            getItemProps={(number) => ({ "aria-label": `Page ${number}` })}
          />
        </Group>
      )}
    </>
  );
}
