import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Instance } from "@/api/types";
import { instancesOfJob, isTerminal } from "@/features/instances";
import type { EditorSession } from "../editorSession";

export interface CurrentInstance {
  /** The test run that runs, or else the latest one; undefined before the first. */
  readonly instance: Instance | undefined;
  readonly all: readonly Instance[];
}

/** The job's test run, whose figures the canvas shows. */
export function useCurrentInstance(session: EditorSession, project: string, job: string): CurrentInstance {
  const { data } = useQuery(instancesOfJob(project, job));
  const all = data?.results ?? [];
  const tests = all.filter((instance) => instance.environment === "test");
  const instance = tests.find((candidate) => !isTerminal(candidate)) ?? tests[0];
  const id = instance && !isTerminal(instance) ? instance.id : undefined;
  const observed = instance?.observed;
  useEffect(() => session.context.run.setState({ instance: id, observed }), [session, id, observed]);
  return { instance, all };
}
