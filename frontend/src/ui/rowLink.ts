import type { KeyboardEvent } from "react";

/** Makes a table row open something: by click, and by Enter when it has the focus. */
export function rowLink(open: () => void) {
  return {
    "data-link": true,
    tabIndex: 0,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && event.target === event.currentTarget) open();
    },
  };
}
