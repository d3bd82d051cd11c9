import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Project } from "@/api/types";
import { instances } from "@/features/instances";
import { Status } from "@/ui/Status";
import css from "./ProjectCard.module.css";

/** A project with what runs in it and what has failed. */
export function ProjectCard({ project }: { project: Project }) {
  // No single project's socket tells about the others, so each card looks by itself.
  const { data } = useQuery({ ...instances(project.id), refetchInterval: 15_000 });
  const running = data?.results.filter((one) => one.observed === "running").length ?? 0;
  const failed =
    data?.results.filter((one) => one.desired === "running" && one.observed === "failed").length ?? 0;
  return (
    <Link to="/projects/$project" params={{ project: project.id }} className={css.link}>
      <Card className={css.card} padding="lg">
        <Stack gap="xs" h="100%">
          <Title order={2}>{project.name}</Title>
          <Text fz="sm" c="dimmed" lineClamp={2} flex={1}>
            {project.description || "No description"}
          </Text>
          <Group gap="lg" mt="sm" h={22} className="p-figure">
            {data && (
              <Status tone={running ? "good" : "idle"}>
                {running ? `${running} running` : "nothing runs"}
              </Status>
            )}
            {failed > 0 && <Status tone="bad">{failed} failed</Status>}
          </Group>
        </Stack>
      </Card>
    </Link>
  );
}
