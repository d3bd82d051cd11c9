import { Button, SimpleGrid, Skeleton, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { session } from "@/api/session";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page } from "@/ui/Page";
import { PageHeader } from "@/ui/PageHeader";
import { NewProjectDialog } from "../NewProjectDialog";
import { ProjectCard } from "../ProjectCard";
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
