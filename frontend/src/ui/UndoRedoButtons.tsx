import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";

interface Props {
  canUndo: boolean;
  canRedo: boolean;
  onUndo: () => void;
  onRedo: () => void;
  size?: "sm" | "md";
}

/** Undo and redo as icon buttons. */
export function UndoRedoButtons({ canUndo, canRedo, onUndo, onRedo, size = "md" }: Props) {
  const actions = [
    { label: "Undo", Icon: IconArrowBackUp, enabled: canUndo, run: onUndo },
    { label: "Redo", Icon: IconArrowForwardUp, enabled: canRedo, run: onRedo },
  ];
  return actions.map(({ label, Icon, enabled, run }) => (
    <Tooltip key={label} label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={size}
        aria-label={label}
        disabled={!enabled}
        onClick={run}
      >
        <Icon size={size === "sm" ? 16 : 17} />
      </ActionIcon>
    </Tooltip>
  ));
}
