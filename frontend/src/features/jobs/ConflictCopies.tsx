import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { RelativeTime } from "@/ui/time";
import { type SideDraft, sideDrafts } from "./jobs";

const REASONS: Record<SideDraft["reason"], string> = {
  lock: "someone took over the lock",
  stale: "the draft had been changed in the meantime",
  restored: "a version was restored over it",
};

/** Work that is stored beside the draft, because it could not become the draft or was replaced as the draft. */
export function ConflictCopies({ project, job }: { project: string; job: string }) {
  const { data } = useQuery(sideDrafts(job));
  if (!data || data.results.length === 0) return null;
  return (
    <Stack gap={8} mt="xl">
      <Title order={2}>Conflict copies</Title>
      <Text fz="sm" c="dimmed">
        Work that is not in the draft. Compare it, and restore it if you want it.
      </Text>
      {data.results.map((draft) => (
        <Group key={draft.id} gap="sm">
          <Text fz="sm">
            <b>{draft.user.full_name || draft.user.username}</b>, <RelativeTime at={draft.updated_at} />:{" "}
            {REASONS[draft.reason]}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            renderRoot={(props) => (
              <Link
                to="/projects/$project/jobs/$job/diff"
                params={{ project, job }}
                search={{ from: "draft", to: `side:${draft.id}` }}
                {...props}
              />
            )}
          >
            Compare with the draft
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
