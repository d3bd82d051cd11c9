/** Icons and colors of operators. */
import type { Operator } from "@/canvas/model/operators";
import { KindIcon } from "@/ui/KindIcon";

export function OperatorIcon({ operator, size }: { operator: Operator | undefined; size: number }) {
  return <KindIcon name={operator?.icon} size={size} />;
}

/** The role that a kind plays decides its colour. */
export function operatorTone(operator: Operator | undefined): "source" | "transform" | "sink" | "unknown" {
  if (!operator) return "unknown";
  if (operator.ports.inputs.length === 0) return "source";
  return operator.ports.outputs.length === 0 ? "sink" : "transform";
}
