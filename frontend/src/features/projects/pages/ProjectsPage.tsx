import { Button, Card, Group, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { session } from "@/api/session";
import type { Project } from "@/api/types";
import { instances } from "@/features/instances";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page, PageHeader } from "@/ui/Page";
import { Status } from "@/ui/Status";
import { NewProjectDialog } from "../NewProjectDialog";
import css from "../ProjectCard.module.css";
import { projects } from "../projects";

export function ProjectsPage() {
  const { data, error, isPending, refetch } = useQuery(projects);
  const { data: me } = useQuery(session);
  const [creating, setCreating] = useState(false);
  const [search, setSearch] = useState("");
  const mayCreate = me?.tenant.permissions.includes("tenant.create-project") ?? false;
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      New project
    </Button>
  );
  const shown = (data?.results ?? []).filter((one) => one.name.toLowerCase().includes(search.toLowerCase()));
  return (
    <Page>
      <PageHeader
        title="Projects"
        about={me && `The projects of ${me.tenant.name} that you work in.`}
        actions={create}
      />
      {error && <ErrorAlert title="The projects could not be loaded" error={error} retry={refetch} />}
      {isPending && <Skeleton height={120} radius="md" />}
      {data && data.results.length > 6 && (
        <TextInput
          aria-label="Search projects"
          placeholder="Search projects"
          leftSection={<IconSearch size={15} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          maw={320}
          mb="md"
        />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {shown.map((one) => (
          <ProjectCard key={one.id} project={one} />
        ))}
      </SimpleGrid>
      {data?.results.length === 0 && (
        <EmptyState picture="pipeline" title="You are in no project yet" action={create}>
          {mayCreate
            ? "A project holds jobs, the tables they read and write, and the people who work on them."
            : "Ask an administrator of your tenant to add you to one."}
        </EmptyState>
      )}
      <NewProjectDialog opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

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
