import { createReactComponent } from "@tabler/icons-react";

/** A die from which rows come. */
export default createReactComponent("outline", "datagen-source", "DatagenSource", [
  ["rect", { x: "3", y: "6", width: "12", height: "12", rx: "2.5", key: "die" }],
  ["path", { d: "M6.5 9.5v.01M11.5 9.5v.01M9 12v.01M6.5 14.5v.01M11.5 14.5v.01", key: "pips" }],
  ["path", { d: "M18 8h3M18 12h3M18 16h3", key: "rows" }],
]);
