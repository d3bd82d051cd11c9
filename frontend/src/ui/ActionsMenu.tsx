import { ActionIcon, type ActionIconProps, Menu } from "@mantine/core";
import { IconDots, type TablerIcon } from "@tabler/icons-react";

export interface Action {
  label: string;
  Icon: TablerIcon;
  danger?: boolean;
  disabled?: boolean;
  run: () => void;
}

interface Props extends Pick<ActionIconProps, "size" | "variant" | "disabled" | "className"> {
  /** The accessible name of the button, such as "Actions of orders". */
  label: string;
  /** Groups are separated by a line. */
  actions: readonly Action[] | readonly (readonly Action[])[];
}

const isGrouped = (actions: Props["actions"]): actions is readonly (readonly Action[])[] =>
  Array.isArray(actions[0]);

/** A button with three dots that opens a menu of actions. */
export function ActionsMenu({ label, actions, variant = "subtle", ...button }: Props) {
  const groups = isGrouped(actions) ? actions.filter((group) => group.length > 0) : [actions];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant={variant} color="gray" aria-label={label} {...button}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.flatMap((group, at) => [
          at > 0 && <Menu.Divider key={`before ${group[0]?.label}`} />,
          ...group.map(({ label: text, Icon, danger, disabled, run }) => (
            <Menu.Item
              key={text}
              leftSection={<Icon size={15} />}
              disabled={disabled}
              {...(danger && { color: "coral" })}
              onClick={run}
            >
              {text}
            </Menu.Item>
          )),
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}
