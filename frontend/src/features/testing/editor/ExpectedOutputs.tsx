import { ActionIcon, MultiSelect } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { withExpected } from "../definition";
import type { CaseDefinition, TestSurface } from "../types";
import styles from "./Editor.module.css";
import { ExpectedCard } from "./ExpectedCard";

interface Props {
  surface: TestSurface;
  definition: CaseDefinition;
  onEdit: (change: (definition: CaseDefinition) => CaseDefinition) => void;
}

/** The expected rows of each sink, and of intermediate steps that are compared as well. */
export function ExpectedOutputs({ surface, definition, onEdit }: Props) {
  const { expected, taps } = definition;
  const activeTaps = surface.taps.filter(({ name }) => taps.includes(name));
  const outputs = [
    ...surface.sinks,
    ...activeTaps.map((tap) => ({ ...tap, columns: null, key: [] as string[] })),
  ];
  const known = new Set([...outputs, ...surface.taps].map(({ name }) => name));
  const unknownOutputs = Object.keys(expected).filter((name) => !known.has(name));
  const changeTaps = (next: string[]) =>
    onEdit((now) => {
      const removed = now.taps.filter((name) => !next.includes(name));
      // Without its tap a step has no output to compare.
      return removed.reduce<CaseDefinition>((result, name) => withExpected(result, name, null), {
        ...now,
        taps: next,
      });
    });
  return (
    <>
      <h3 className={styles.part}>Expected outputs</h3>
      {outputs.map((output) => (
        <ExpectedCard
          key={output.name}
          name={output.name}
          columns={output.columns}
          sinkKey={output.key}
          expected={expected[output.name] ?? null}
          onChange={(next) => onEdit((now) => withExpected(now, output.name, next))}
        />
      ))}
      {unknownOutputs.map((name) => (
        <p key={name} className={styles.misfit}>
          The job no longer has an output {name}.{" "}
          <ActionIcon
            size="xs"
            variant="subtle"
            color="coral"
            aria-label={`Remove the expected rows of ${name}`}
            onClick={() => onEdit((now) => withExpected(now, name, null))}
          >
            <IconX size={13} />
          </ActionIcon>
        </p>
      ))}
      {(surface.taps.length > 0 || taps.length > 0) && (
        <MultiSelect
          size="xs"
          label="Also compare intermediate steps"
          placeholder={taps.length === 0 ? "None" : ""}
          clearable
          data={[...new Set([...surface.taps.map(({ name }) => name), ...taps])]}
          value={[...taps]}
          onChange={changeTaps}
        />
      )}
    </>
  );
}
