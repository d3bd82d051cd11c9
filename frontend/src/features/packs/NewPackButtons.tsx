import { Button, Group } from "@mantine/core";
import { IconTable, IconUpload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

interface Props {
  project: string;
  onUpload: () => void;
}

/** The ways to a pack. */
export function NewPackButtons({ project, onUpload }: Props) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        variant="default"
        leftSection={<IconTable size={16} />}
        renderRoot={(props) => <Link to="/projects/$project/packs/new" params={{ project }} {...props} />}
      >
        Type in a grid
      </Button>
      <Button leftSection={<IconUpload size={16} />} onClick={onUpload}>
        Upload
      </Button>
    </Group>
  );
}
