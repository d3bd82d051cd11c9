import { useInfiniteQuery } from "@tanstack/react-query";
import { formatCell } from "@/ui/DataTable";
import { rowLink } from "@/ui/rowLink";
import { ShowMore } from "@/ui/ShowMore";
import { outputPage } from "../testing";
import type { Change, Output } from "../types";
import { onlyAdds } from "./changes";
import styles from "./Rows.module.css";

const KINDS: Record<Change["kind"], readonly [sign: string, words: string]> = {
  "+I": ["+I", "added"],
  "-U": ["−U", "as it was before an update"],
  "+U": ["+U", "as it is after an update"],
  "-D": ["−D", "taken back"],
};

export function KindChip({ kind }: { kind: Change["kind"] }) {
  const [sign, words] = KINDS[kind];
  return (
    <span className={styles.kind} data-kind={kind} role="img" aria-label={words} title={words}>
      {sign}
    </span>
  );
}

interface Props {
  run: string;
  output: Output;
  /** Asks which input rows made a row, by its place among the changes. */
  onWhy?: (row: number) => void;
}

/** All changes of an output in the order in which they came: the first at once, more when asked for. */
export function ChangesTable({ run, output, onWhy }: Props) {
  const { data, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ["changes", run, output.name],
    queryFn: async ({ pageParam }): Promise<Pick<Output, "changes">> =>
      outputPage(run, output.name, pageParam),
    initialPageParam: 0,
    initialData: { pages: [output], pageParams: [0] },
    getNextPageParam: (_, pages) => pages.reduce((sum, page) => sum + page.changes.length, 0),
    // What came of a run never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const changes = data.pages.flatMap((page) => page.changes);
  const kinds = !onlyAdds(changes);
  if (changes.length === 0) return <p className={styles.none}>Nothing came out.</p>;
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
                // biome-ignore lint/suspicious/noArrayIndexKey: a change is its place
                key={at}
                {...(onWhy && { ...rowLink(() => onWhy(at)), title: "Why is this row here?" })}
              >
                {kinds && (
                  <td>
                    <KindChip kind={change.kind} />
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
          {output.count} changes came; the first {output.kept} were kept.
        </p>
      )}
    </>
  );
}
