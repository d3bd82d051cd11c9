import { ActionIcon, CopyButton, Tooltip, useComputedColorScheme } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import styles from "./SqlText.module.css";

/** SQL to read and copy. */
export function SqlText({ sql }: { sql: string }) {
  const html = useColours(sql);
  return (
    <div className={styles.box}>
      <CopyButton value={sql}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : "Copy"}>
            <ActionIcon
              className={styles.copy}
              variant="default"
              size="sm"
              onClick={copy}
              aria-label="Copy the SQL"
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
      {html === null ? (
        <pre className={styles.text}>{sql}</pre>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: Monaco escapes the text and adds only its own spans
        <pre className={styles.text} dangerouslySetInnerHTML={{ __html: html }} />
      )}
    </div>
  );
}

function useColours(sql: string): string | null {
  const [html, setHtml] = useState<{ sql: string; text: string } | null>(null);
  const scheme = useComputedColorScheme("light");
  useEffect(() => {
    let left = false;
    void import("./monaco").then(async ({ monaco, LANGUAGE }) => {
      monaco.editor.setTheme(`penstock-${scheme}`);
      const text = await monaco.editor.colorize(sql, LANGUAGE, { tabSize: 2 });
      // Hard spaces would break lines in the middle of words.
      if (!left) setHtml({ sql, text: text.replaceAll("&#160;", " ").replaceAll("\u00a0", " ") });
    });
    return () => {
      left = true;
    };
  }, [sql, scheme]);
  return html?.sql === sql ? html.text : null;
}
