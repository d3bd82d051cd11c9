import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";

/** How a thing fares. Each has a shape of its own: colour alone tells nothing to one person in twelve. */
export type Tone = "good" | "busy" | "warn" | "bad" | "idle" | "done";

const COLOURS: Record<Tone, string> = {
  good: "var(--p-good)",
  busy: "var(--p-busy)",
  warn: "var(--p-warn)",
  bad: "var(--p-bad)",
  idle: "var(--mantine-color-dimmed)",
  done: "var(--p-good)",
};

const SHAPES: Record<Tone, ReactNode> = {
  good: (
    <path d="M4 2.6v8.8c0 .5.5.8.9.5l7-4.4c.4-.2.4-.8 0-1L4.9 2.1C4.5 1.8 4 2.1 4 2.6z" fill="currentColor" />
  ),
  busy: (
    <g className="p-turning">
      <circle
        cx="7"
        cy="7"
        r="5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray="20 12"
        strokeLinecap="round"
      />
    </g>
  ),
  warn: (
    <path
      d="M7 1.2 13 7l-6 5.8L1 7z M7 4.2v3.3 M7 9.3v.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  bad: (
    <path d="M3 3l8 8M11 3l-8 8" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
  ),
  idle: (
    <rect x="3" y="3" width="8" height="8" rx="1.5" fill="none" stroke="currentColor" strokeWidth="1.8" />
  ),
  done: (
    <path
      d="M2.5 7.5 5.5 10.5 11.5 3.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
};

export function StatusMark({ tone, size = 14, label }: { tone: Tone; size?: number; label?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      style={{ color: COLOURS[tone], flex: "none" }}
      role={label ? "img" : "presentation"}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {SHAPES[tone]}
    </svg>
  );
}

/** A state in words, with its mark. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex">
      <StatusMark tone={tone} />
      <Text component="span" fz="sm" fw={560} style={{ color: COLOURS[tone], whiteSpace: "nowrap" }}>
        {children}
      </Text>
    </Group>
  );
}
