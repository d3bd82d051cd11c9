import { Avatar, Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconKey, IconLogout } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { session, useSignOut } from "@/api/session";
import { notifyError } from "@/ui/notify";
import css from "./Shell.module.css";

const SCHEMES = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "System" },
];

export function AccountMenu() {
  const { data: me } = useQuery(session);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const navigate = useNavigate();
  if (!me) return null;
  const name = me.user.full_name || me.user.username;
  const leave = () =>
    signOut.mutate(undefined, {
      onSuccess: () => navigate({ to: "/login" }),
      onError: (error) => notifyError("You are still signed in", error),
    });
  return (
    <Menu width={240} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={css.tool} aria-label={`Account of ${name}`}>
          <Avatar size={26} radius="xl" name={name} color="tide" variant="filled" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: "8px 12px" }}>
          <Text fw={600} fz="sm">
            {name}
          </Text>
          <Text fz="xs" c="dimmed">
            {me.user.username} · {me.tenant.name}
          </Text>
        </div>
        <Menu.Divider />
        <div style={{ padding: "6px 8px" }}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Colours of the page"
            data={SCHEMES}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
          />
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account/tokens" leftSection={<IconKey size={16} />} closeMenuOnClick>
          API tokens
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
