import { useInfiniteQuery } from "@tanstack/react-query";
import { formatCell } from "@/ui/DataTable";
import { rowLink } from "@/ui/rowLink";
import { ShowMore } from "@/ui/ShowMore";
import { fetchOutputPage } from "../queries";
import styles from "../rows/Rows.module.css";
import { ChangeKindBadge } from "../rows/RowsTable";
import type { RunOutput } from "../types";
import { isAppendOnly } from "./changes";

interface Props {
  run: string;
  output: RunOutput;
  /** Asks which input rows produced a row, given its index among the changes. */
  onExplainRow?: (row: number) => void;
}

/** All changes of an output in order of arrival, loaded page by page. */
export function ChangesTable({ run, output, onExplainRow }: Props) {
  const { data, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ["changes", run, output.name],
    queryFn: async ({ pageParam }): Promise<Pick<RunOutput, "changes">> =>
      fetchOutputPage(run, output.name, pageParam),
    initialPageParam: 0,
    initialData: { pages: [output], pageParams: [0] },
    getNextPageParam: (_, pages) => pages.reduce((sum, page) => sum + page.changes.length, 0),
    // The output of a run never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const changes = data.pages.flatMap((page) => page.changes);
  const kinds = !isAppendOnly(changes);
  if (changes.length === 0) return <p className={styles.none}>No rows.</p>;
  return (
    <>
      <div className={styles.frame}>
        <table className={styles.table}>
          <thead>
            <tr>
              {kinds && <th scope="col">Change</th>}
              {output.columns.map(({ name, type }) => (
                <th key={name} scope="col">
                  {name}
                  <span>{type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changes.map((change, at) => (
              <tr
                // biome-ignore lint/suspicious/noArrayIndexKey: changes are identified by their index
                key={at}
                {...(onExplainRow && { ...rowLink(() => onExplainRow(at)), title: "Why is this row here?" })}
              >
                {kinds && (
                  <td>
                    <ChangeKindBadge kind={change.kind} />
                  </td>
                )}
                {output.columns.map(({ name }) => (
                  <td key={name} data-null={change.row[name] === null || undefined}>
                    {formatCell(change.row[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ShowMore
        shown={changes.length}
        of={output.kept}
        loading={isFetching}
        onMore={() => void fetchNextPage()}
      />
      {output.kept < output.count && (
        <p className={styles.none}>
          There were {output.count} changes; the first {output.kept} were kept.
        </p>
      )}
    </>
  );
}
