/** Finding a kind by what someone types. */

import type { Operator } from "@/canvas/model/operators";

const ORDER = ["Sources", "Transforms", "Sinks"];

/** Kinds that match every word, best first: label before summary. */
export function searchOperators(operators: readonly Operator[], query: string): Operator[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groupByRole(operators).flatMap(([, group]) => group);
  return operators
    .map((operator) => ({ operator, score: score(operator, words) }))
    .filter(({ score: points }) => points > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ operator }) => operator);
}

function score(operator: Operator, words: readonly string[]): number {
  let points = 0;
  for (const word of words) {
    const label = operator.label.toLowerCase();
    if (label.startsWith(word)) points += 4;
    else if (label.includes(word) || operator.kind.includes(word)) points += 3;
    else if (operator.group.toLowerCase().startsWith(word)) points += 2;
    else if (operator.summary.toLowerCase().includes(word)) points += 1;
    else return 0;
  }
  return points;
}

/** Kinds by group, groups in the order in which rows flow. */
export function groupByRole(operators: readonly Operator[]): [string, Operator[]][] {
  const groups = new Map<string, Operator[]>();
  for (const operator of operators)
    groups.set(operator.group, [...(groups.get(operator.group) ?? []), operator]);
  const place = (group: string): number => (ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length);
  return [...groups].sort(([a], [b]) => place(a) - place(b));
}
