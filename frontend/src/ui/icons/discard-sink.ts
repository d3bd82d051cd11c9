import { createReactComponent } from "@tabler/icons-react";

/** Rows that fall into a bin. */
export default createReactComponent("outline", "discard-sink", "DiscardSink", [
  ["path", { d: "M12 3v7M9.5 7.5l2.5 2.5l2.5 -2.5", key: "arrow" }],
  ["path", { d: "M4 11h4M16 11h4", key: "rim" }],
  ["path", { d: "M6 11l1 8a2 2 0 0 0 2 2h6a2 2 0 0 0 2 -2l1 -8", key: "bin" }],
  ["path", { d: "M10.5 14.5l3 3M13.5 14.5l-3 3", key: "nothing" }],
]);
