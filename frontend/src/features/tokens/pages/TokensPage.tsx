import { ActionIcon, Button, Code, Skeleton, Table, Text, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Token } from "@/api/types";
import { confirm } from "@/ui/confirm";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { notifyError, notifySuccess } from "@/ui/notify";
import { Page, PageHeader } from "@/ui/Page";
import { RelativeTime } from "@/ui/time";
import { NewTokenDialog } from "../NewTokenDialog";
import { tokens, useDeleteToken } from "../tokens";

export function TokensPage() {
  const { data, error, isPending, refetch } = useQuery(tokens);
  const [creating, setCreating] = useState(false);
  const rows = data?.results ?? [];
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      New token
    </Button>
  );
  return (
    <Page width={900}>
      <PageHeader
        title="API tokens"
        about={
          <>
            A token lets a script do what you may do. Send it as <Code>Authorization: Bearer …</Code>. The API
            is described at{" "}
            <a href="/api/openapi.json" className="p-link">
              /api/openapi.json
            </a>
            .
          </>
        }
        actions={rows.length > 0 && create}
      />
      {error && <ErrorAlert title="The tokens could not be loaded" error={error} retry={refetch} />}
      {isPending && <Skeleton height={120} radius="md" />}
      {data && rows.length === 0 && (
        <EmptyState picture="key" title="No tokens yet" action={create}>
          Create one for each script, so that you can revoke it without affecting the others.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className="p-table">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Begins with</Table.Th>
                <Table.Th>Created</Table.Th>
                <Table.Th>Last used</Table.Th>
                <Table.Th>Expires</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((one) => (
                <TokenRow key={one.id} token={one} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <NewTokenDialog opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

function TokenRow({ token }: { token: Token }) {
  const remove = useDeleteToken();
  const ask = async () => {
    const yes = await confirm({
      title: `Revoke the token "${token.name}"?`,
      children: "Scripts that use it are rejected from now on.",
      action: "Revoke it",
      danger: true,
    });
    if (!yes) return;
    remove.mutate(token.id, {
      onSuccess: () => notifySuccess(`The token "${token.name}" is revoked.`),
      onError: (error) => notifyError("The token was not revoked", error),
    });
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Text fz="sm" fw={560}>
          {token.name}
        </Text>
      </Table.Td>
      <Table.Td ff="monospace" fz="sm">
        {token.prefix}…
      </Table.Td>
      <Table.Td>
        <RelativeTime at={token.created_at} />
      </Table.Td>
      <Table.Td>
        <RelativeTime at={token.last_used_at} />
      </Table.Td>
      <Table.Td>
        <RelativeTime at={token.expires_at} />
      </Table.Td>
      <Table.Td w={50}>
        <Tooltip label="Revoke">
          <ActionIcon
            variant="subtle"
            color="coral"
            onClick={() => void ask()}
            aria-label={`Revoke the token ${token.name}`}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}
