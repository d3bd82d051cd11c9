import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { sumInflow, sumOutflow, useSamples } from "@/api/metrics";
import type { Instance } from "@/api/types";
import { formatRate } from "@/lib/format";
import { Sparkline } from "@/ui/Sparkline";
import css from "./Instance.module.css";
import { nodeNames } from "./instances";

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Figures of the last minutes: what comes in, what goes out, where it jams. */
export function Metrics({ instance }: { instance: Instance }) {
  const samples = useSamples(instance.id);
  const names = useQuery(nodeNames(instance.job, instance.version)).data;
  const latest = samples.at(-1);
  if (!latest || instance.observed !== "running") {
    return (
      <Text fz="sm" c="dimmed" mb="lg">
        {instance.observed === "running"
          ? "The first metrics arrive in a few seconds."
          : "Metrics are shown while it runs."}
      </Text>
    );
  }
  const pressure = (nodes: typeof latest.nodes) =>
    Math.max(0, ...Object.values(nodes).map((figures) => figures.backpressure ?? 0));
  return (
    <>
      <div className={css.charts}>
        <div className={`p-surface ${css.chart}`}>
          <Sparkline
            label="Records in"
            format={formatRate}
            values={samples.map((one) => sumInflow(one.nodes))}
          />
        </div>
        <div className={`p-surface ${css.chart}`}>
          <Sparkline
            label="Records out"
            format={formatRate}
            values={samples.map((one) => sumOutflow(one.nodes))}
          />
        </div>
        <div className={`p-surface ${css.chart}`}>
          <Sparkline
            label="Back-pressure"
            format={percent}
            top={1}
            color="var(--p-warn)"
            values={samples.map((one) => pressure(one.nodes))}
          />
        </div>
      </div>
      <div className="p-table" style={{ margin: "16px 0 24px" }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Operator</Table.Th>
              <Table.Th data-figure>In</Table.Th>
              <Table.Th data-figure>Out</Table.Th>
              <Table.Th data-figure>Back-pressure</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {Object.entries(latest.nodes).map(([id, figures]) => (
              <Table.Tr key={id}>
                <Table.Td>{names?.get(id) ?? id}</Table.Td>
                <Table.Td data-figure>{figures.in === null ? "–" : formatRate(figures.in)}</Table.Td>
                <Table.Td data-figure>{figures.out === null ? "–" : formatRate(figures.out)}</Table.Td>
                <Table.Td data-figure>
                  {figures.backpressure === null ? "–" : percent(figures.backpressure)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}
