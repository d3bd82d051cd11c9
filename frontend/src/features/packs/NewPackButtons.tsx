import { Button, Group } from "@mantine/core";
import { IconPlayerRecordFilled, IconTable, IconUpload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

interface Props {
  project: string;
  mayRecord: boolean;
  onUpload: () => void;
  onRecord: () => void;
}

/** The three ways to a pack. */
export function NewPackButtons({ project, mayRecord, onUpload, onRecord }: Props) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        variant="default"
        leftSection={<IconTable size={16} />}
        renderRoot={(props) => <Link to="/projects/$project/packs/new" params={{ project }} {...props} />}
      >
        Type in a grid
      </Button>
      {mayRecord && (
        <Button variant="default" leftSection={<IconPlayerRecordFilled size={16} />} onClick={onRecord}>
          Record
        </Button>
      )}
      <Button leftSection={<IconUpload size={16} />} onClick={onUpload}>
        Upload
      </Button>
    </Group>
  );
}
