import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMay } from "@/api/session";
import { EnvironmentTable } from "@/features/environments";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Page, PageHeader } from "@/ui/Page";
import { Members } from "../Members";
import { ProjectForm } from "../ProjectForm";
import { project as projectQuery } from "../projects";

export function SettingsPage() {
  const { project } = useParams({ strict: false }) as { project: string };
  const { data, error, refetch } = useQuery(projectQuery(project));
  const may = useMay(project);
  return (
    <Page width={900}>
      <PageHeader title="Settings" about="The project, the people who work in it, and where its jobs run." />
      <Stack gap={32}>
        {error && <ErrorAlert error={error} retry={refetch} />}
        {data && <ProjectForm key={data.id} project={data} readOnly={!may("project.edit")} />}
        <Members project={project} mayEdit={may("project.members")} />
        <EnvironmentTable project={project} />
      </Stack>
    </Page>
  );
}
