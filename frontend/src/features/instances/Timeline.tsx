import { Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Transition } from "@/api/types";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { ShowMore } from "@/ui/ShowMore";
import { StatusMark } from "@/ui/Status";
import { formatDateTime } from "@/ui/time";
import css from "./Instance.module.css";
import { history } from "./instances";
import { describeTransition, transitionTone } from "./state";

/** Everything that happened to an instance: wishes, what was done, what was seen. */
export function Timeline({ id }: { id: string }) {
  const { data, error, refetch, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(history(id));
  if (error) return <ErrorAlert title="The history could not be loaded" error={error} retry={refetch} />;
  return (
    <section>
      <Title order={2} mb="sm">
        History
      </Title>
      <ol className={`p-surface ${css.timeline}`}>
        {(data?.results ?? []).map((one) => (
          <Entry key={one.id} transition={one} />
        ))}
      </ol>
      <ShowMore
        shown={data?.results.length ?? 0}
        of={data?.count ?? 0}
        loading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
      />
    </section>
  );
}

function Entry({ transition }: { transition: Transition }) {
  return (
    <li>
      <StatusMark tone={transitionTone(transition)} />
      <Text component="time" fz="xs" c="dimmed" className="p-figure" dateTime={transition.at}>
        {formatDateTime(new Date(transition.at))}
      </Text>
      <span>
        {describeTransition(transition)}
        {transition.message && (
          <Text component="span" fz="xs" c="dimmed" display="block" style={{ overflowWrap: "anywhere" }}>
            {transition.message}
          </Text>
        )}
      </span>
      <Text fz="xs" c="dimmed">
        {transition.actor}
      </Text>
    </li>
  );
}
