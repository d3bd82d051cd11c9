import { Tooltip } from "@mantine/core";
import { useLinkState } from "@/api/events";
import { StatusMark } from "@/ui/Status";
import css from "./Shell.module.css";

const WORDS = {
  connecting: "Connecting…",
  live: "Live",
  lost: "Reconnecting…",
} as const;

const HELP = {
  connecting: "The page is connecting to the server.",
  live: "Changes made elsewhere appear here at once.",
  lost: "The connection to the server is lost. The page reconnects by itself; until then figures may be outdated.",
} as const;

/** Whether what is on the page is what is true now. */
export function ConnectionIndicator() {
  const state = useLinkState();
  return (
    <Tooltip label={HELP[state]} multiline maw={280}>
      <output className={css.tool} data-link={state} aria-live="polite">
        {state === "live" ? <span className={css.live} /> : <StatusMark tone="warn" size={13} />}
        <span className={state === "live" ? css.dim : undefined}>{WORDS[state]}</span>
      </output>
    </Tooltip>
  );
}
