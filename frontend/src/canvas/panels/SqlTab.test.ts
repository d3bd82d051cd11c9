import { expect, it } from "vitest";
import { findStatements } from "./SqlTab";

const SCRIPT = `SET 'parallelism.default' = '1';

CREATE TEMPORARY TABLE \`orders\` (
  \`city\` STRING
) WITH ('connector' = 'kafka');

CREATE TEMPORARY VIEW \`per_city\` AS
SELECT city FROM \`orders\`;

CREATE TEMPORARY TABLE \`out\` (\`city\` STRING) WITH ('connector' = 'print');

EXECUTE STATEMENT SET
BEGIN
INSERT INTO \`out\` SELECT * FROM \`per_city\`;
INSERT INTO \`copy\` SELECT * FROM \`per_city\`;
END;
`;

it.each([
  ["orders", ["CREATE TEMPORARY TABLE `orders`"]],
  ["per_city", ["CREATE TEMPORARY VIEW `per_city`"]],
  ["out", ["CREATE TEMPORARY TABLE `out`", "INSERT INTO `out` SELECT * FROM `per_city`;"]],
  ["nobody", []],
])("finds the statements of %s", (name, heads) => {
  const found = findStatements(SCRIPT, name).split("\n\n").filter(Boolean);
  expect(found).toHaveLength(heads.length);
  heads.forEach((head, at) => {
    expect(found[at]?.startsWith(head)).toBe(true);
  });
});
