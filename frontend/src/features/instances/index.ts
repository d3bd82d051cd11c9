/** What runs and ran. What other folders may use of it. */
export { InstanceState } from "./InstanceSummary";
export {
  exceptions,
  history,
  instances,
  instancesOfJob,
  savepoints,
  useRestart,
  useSavepoint,
  useStart,
  useStop,
} from "./instances";
export { StartForm, type StartRequest } from "./StartForm";
export {
  canStart,
  canStop,
  canTakeSavepoint,
  describeState,
  describeTransition,
  isTerminal,
  isTransitioning,
  stateTone,
} from "./state";
