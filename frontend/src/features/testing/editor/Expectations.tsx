import { ActionIcon, MultiSelect } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { withExpected } from "../definition";
import type { Bench, Case, Definition } from "../types";
import styles from "./Editor.module.css";
import { ExpectedCard } from "./ExpectedCard";

interface Props {
  bench: Bench;
  one: Case;
  definition: Definition;
  edit: (change: (definition: Definition) => Definition) => void;
}

/** What should come out of each sink, and of steps in between that are looked at as well. */
export function Expectations({ bench, definition, edit }: Props) {
  const { expected, taps } = definition;
  const looked = bench.taps.filter(({ name }) => taps.includes(name));
  const ends = [...bench.sinks, ...looked.map((tap) => ({ ...tap, columns: null, key: [] as string[] }))];
  const known = new Set([...ends, ...bench.taps].map(({ name }) => name));
  const lost = Object.keys(expected).filter((name) => !known.has(name));
  const tapsNow = (next: string[]) =>
    edit((now) => {
      const gone = now.taps.filter((name) => !next.includes(name));
      // What is no longer looked at can't be expected.
      return gone.reduce<Definition>((at, name) => withExpected(at, name, null), { ...now, taps: next });
    });
  return (
    <>
      <h3 className={styles.part}>What should come out</h3>
      {ends.map((end) => (
        <ExpectedCard
          key={end.name}
          name={end.name}
          columns={end.columns}
          sinkKey={end.key}
          expected={expected[end.name] ?? null}
          onChange={(next) => edit((now) => withExpected(now, end.name, next))}
        />
      ))}
      {lost.map((name) => (
        <p key={name} className={styles.misfit}>
          The job has no output {name} any more.{" "}
          <ActionIcon
            size="xs"
            variant="subtle"
            color="coral"
            aria-label={`Forget what ${name} should give`}
            onClick={() => edit((now) => withExpected(now, name, null))}
          >
            <IconX size={13} />
          </ActionIcon>
        </p>
      ))}
      {(bench.taps.length > 0 || taps.length > 0) && (
        <MultiSelect
          size="xs"
          label="Look at steps in between as well"
          placeholder={taps.length === 0 ? "None" : ""}
          clearable
          data={[...new Set([...bench.taps.map(({ name }) => name), ...taps])]}
          value={[...taps]}
          onChange={tapsNow}
        />
      )}
    </>
  );
}
