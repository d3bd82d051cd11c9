import { useInterval } from "@mantine/hooks";
import { useState } from "react";
import { formatDateTime, formatRelativeTime } from "./time";

/** "3 minutes ago", kept fresh; the exact time on hover. */
export function RelativeTime({ at }: { at: string | Date | null | undefined }) {
  const [, tick] = useState(0);
  useInterval(() => tick((count) => count + 1), 10_000, { autoInvoke: true });
  if (!at) return <span>never</span>;
  const when = new Date(at);
  return (
    <time dateTime={when.toISOString()} title={formatDateTime(when)} style={{ whiteSpace: "nowrap" }}>
      {formatRelativeTime(when)}
    </time>
  );
}
