import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { fieldErrors } from "@/api/errors";
import type { Member, ProjectRole } from "@/api/types";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { useAddMember, useSetRoles } from "./projects";

interface Props {
  project: string;
  edited: Member | "new" | null;
  onClose: () => void;
}

export function MemberDialog({ project, edited, onClose }: Props) {
  const member = edited === "new" || edited === null ? undefined : edited;
  const title = member ? `Roles of ${member.user.full_name || member.user.username}` : "Add a member";
  return (
    <Modal opened={edited !== null} onClose={onClose} title={title}>
      {edited !== null && (
        <MemberForm key={member?.id ?? "new"} project={project} member={member} onDone={onClose} />
      )}
    </Modal>
  );
}

function MemberForm({
  project,
  member,
  onDone,
}: {
  project: string;
  member: Member | undefined;
  onDone: () => void;
}) {
  const [username, setUsername] = useState("");
  const [roles, setRoles] = useState<ProjectRole[]>(
    (member?.roles as ProjectRole[] | undefined) ?? ["developer"],
  );
  const [fault, setFault] = useState<Record<string, string>>({});
  const add = useAddMember(project);
  const change = useSetRoles(project);
  const error = add.error ?? change.error;
  const save = () => {
    const found: Record<string, string> = {};
    if (!member && !username.trim()) found.username = "Enter the user name of a colleague.";
    if (roles.length === 0) found.roles = "Choose at least one role.";
    setFault(found);
    if (Object.keys(found).length > 0) return;
    const done = { onSuccess: onDone, onError: (reason: unknown) => setFault(fieldErrors(reason)) };
    if (member) change.mutate({ member: member.id, roles }, done);
    else add.mutate({ username: username.trim(), roles }, done);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack>
        {!member && (
          <TextInput
            label="User name"
            data-autofocus
            value={username}
            error={fault.username}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
        )}
        <Checkbox.Group
          label="Roles"
          value={roles}
          error={fault.roles}
          onChange={(value) => setRoles(value as ProjectRole[])}
        >
          <Stack gap="xs" mt="xs">
            {ROLES.map(({ role, label, about }) => (
              <Checkbox key={role} value={role} label={label} description={about} />
            ))}
          </Stack>
        </Checkbox.Group>
        {error && Object.keys(fieldErrors(error)).length === 0 && <ErrorAlert error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending || change.isPending}>
            {member ? "Save the roles" : "Add the member"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What each role is for, in the words of the people who get it. */
export const ROLES: readonly { role: ProjectRole; label: string; about: string }[] = [
  { role: "project-admin", label: "Project administrator", about: "everything, members included" },
  { role: "project-data-admin", label: "Project data administrator", about: "data sources and tables" },
  { role: "developer", label: "Developer", about: "jobs, tables, test runs" },
  { role: "operator", label: "Operator", about: "starts and stops, in test and production" },
  { role: "business", label: "Business", about: "reads" },
  { role: "viewer", label: "Viewer", about: "reads" },
];

export const roleLabel = (role: string): string => ROLES.find((one) => one.role === role)?.label ?? role;
