import {
  ActionIcon,
  Avatar,
  Badge,
  Button,
  Group,
  Skeleton,
  Table,
  Text,
  Title,
  Tooltip,
} from "@mantine/core";
import { IconPencil, IconUserMinus, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Member } from "@/api/types";
import { confirm } from "@/ui/confirm";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifyError, notifySuccess } from "@/ui/notify";
import { MemberDialog, roleLabel } from "./MemberDialog";
import { members, useRemoveMember } from "./projects";

export function Members({ project, mayEdit }: { project: string; mayEdit: boolean }) {
  const { data, error, isPending, refetch } = useQuery(members(project));
  const [edited, setEdited] = useState<Member | "new" | null>(null);
  const remove = useRemoveMember(project);
  const ask = async (member: Member) => {
    const name = member.user.full_name || member.user.username;
    const yes = await confirm({
      title: `Remove ${name} from the project?`,
      children: "They lose access at once. What they created stays.",
      action: "Remove",
      danger: true,
    });
    if (!yes) return;
    remove.mutate(member.id, {
      onSuccess: () => notifySuccess(`${name} is no longer a member.`),
      onError: (reason) => notifyError(`${name} was not removed`, reason),
    });
  };
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>Members</Title>
        {mayEdit && (
          <Button size="compact-md" leftSection={<IconUserPlus size={15} />} onClick={() => setEdited("new")}>
            Add a member
          </Button>
        )}
      </Group>
      {error && <ErrorAlert title="The members could not be loaded" error={error} retry={refetch} />}
      {isPending && <Skeleton height={120} radius="md" />}
      {data && (
        <div className="p-table">
          <Table>
            <Table.Tbody>
              {data.results.map((one) => (
                <MemberRow
                  key={one.id}
                  member={one}
                  mayEdit={mayEdit}
                  onEdit={() => setEdited(one)}
                  onRemove={() => void ask(one)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <MemberDialog project={project} edited={edited} onClose={() => setEdited(null)} />
    </section>
  );
}

interface RowProps {
  member: Member;
  mayEdit: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function MemberRow({ member, mayEdit, onEdit, onRemove }: RowProps) {
  const name = member.user.full_name || member.user.username;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <Avatar size={30} name={name} color="tide" />
          <div>
            <Text fz="sm" fw={560}>
              {name}
            </Text>
            <Text fz="xs" c="dimmed">
              {member.user.username}
            </Text>
          </div>
        </Group>
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          {member.roles.map((role) => (
            <Badge key={role}>{roleLabel(role)}</Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td w={90}>
        {mayEdit && (
          <Group gap={4} wrap="nowrap" justify="flex-end">
            <Tooltip label="Change the roles">
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={onEdit}
                aria-label={`Change the roles of ${name}`}
              >
                <IconPencil size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Remove from the project">
              <ActionIcon variant="subtle" color="coral" onClick={onRemove} aria-label={`Remove ${name}`}>
                <IconUserMinus size={16} />
              </ActionIcon>
            </Tooltip>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
