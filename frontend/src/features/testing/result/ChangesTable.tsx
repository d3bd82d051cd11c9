import { useInfiniteQuery } from "@tanstack/react-query";
import { formatCell, rowLink } from "@/ui/DataTable";
import { ShowMore } from "@/ui/ShowMore";
import { fetchOutputPage } from "../queries";
import styles from "../rows/Rows.module.css";
import { ChangeKindBadge } from "../rows/RowsTable";
import type { Row, RowChange, RunOutput } from "../types";
import { serializeRow } from "./diff";

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

/** The table that results from the changes: by key if there is one, otherwise a retraction removes an equal row. */
export function computeFinalTable(
  changes: readonly Pick<RowChange, "kind" | "row">[],
  key: readonly string[],
): Row[] {
  const name = (row: Row) =>
    key.length > 0
      ? serializeRow(Object.fromEntries(key.map((column) => [column, row[column]])))
      : serializeRow(row);
  const found = new Map<string, Row[]>();
  for (const { kind, row } of changes) {
    const at = name(row);
    const there = found.get(at) ?? [];
    if (kind === "+I" || kind === "+U") found.set(at, key.length > 0 ? [row] : [...there, row]);
    // With a key the +U that follows a -U replaces the row in its position.
    else if (key.length === 0 || kind === "-D") found.set(at, there.slice(0, -1));
    else found.set(at, []);
  }
  return [...found.values()].flat();
}

/** Whether there are only inserts. */
export const isAppendOnly = (changes: readonly Pick<RowChange, "kind">[]): boolean =>
  changes.every(({ kind }) => kind === "+I");

/** Changes as expected rows, with the row kind unless it is an insert. */
export const toExpectedRows = (changes: readonly Pick<RowChange, "kind" | "row">[]): Row[] =>
  changes.map(({ kind, row }) => (kind === "+I" ? row : { ...row, _kind: kind }));
