import { ActionIcon, type ActionIconProps, Menu } from "@mantine/core";
import { IconDots, type TablerIcon } from "@tabler/icons-react";

interface Action {
  label: string;
  Icon: TablerIcon;
  danger?: boolean;
  run: () => void;
}

interface Props extends Pick<ActionIconProps, "size" | "variant" | "disabled"> {
  /** The accessible name of the button, such as "Actions of orders". */
  label: string;
  actions: readonly Action[];
}

/** A button with three dots that opens a menu of actions. */
export function ActionsMenu({ label, actions, variant = "subtle", ...button }: Props) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant={variant} color="gray" aria-label={label} {...button}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label: text, Icon, danger, run }) => (
          <Menu.Item
            key={text}
            leftSection={<Icon size={15} />}
            {...(danger && { color: "coral" })}
            onClick={run}
          >
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
