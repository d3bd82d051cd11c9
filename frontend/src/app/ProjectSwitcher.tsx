import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconLayoutGrid, IconSelector } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { session } from "@/api/session";
import css from "./Shell.module.css";

export function ProjectSwitcher({ current }: { current: string }) {
  const { data: me } = useQuery(session);
  const projects = me?.projects ?? [];
  const name = projects.find((one) => one.id === current)?.name ?? "Project";
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={css.tool} aria-label={`Project ${name}: change`}>
          <span className={css.dim}>/</span>
          <span style={{ fontWeight: 560 }}>{name}</span>
          <IconSelector size={14} className={css.dim} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {projects.map((one) => (
          <Menu.Item
            key={one.id}
            component={Link}
            to="/projects/$project"
            params={{ project: one.id } as never}
            rightSection={one.id === current ? <IconCheck size={15} /> : null}
          >
            {one.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/projects" leftSection={<IconLayoutGrid size={15} />}>
          All projects
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
