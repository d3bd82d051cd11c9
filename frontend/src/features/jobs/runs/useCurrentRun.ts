import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Instance } from "@/api/types";
import { instancesOfJob } from "@/features/instances/instances";
import { settled } from "@/features/instances/state";
import type { Session } from "../session";

export interface CurrentRun {
  /** The test run that runs, or else the latest one; undefined before the first. */
  readonly instance: Instance | undefined;
  readonly all: readonly Instance[];
}

/** The job's test run, whose figures the canvas shows. */
export function useCurrentRun(session: Session, project: string, job: string): CurrentRun {
  const { data } = useQuery(instancesOfJob(project, job));
  const all = data?.results ?? [];
  const tests = all.filter((instance) => instance.environment === "test");
  const instance = tests.find((candidate) => !settled(candidate)) ?? tests[0];
  const id = instance && !settled(instance) ? instance.id : undefined;
  const observed = instance?.observed;
  useEffect(() => session.shared.run.setState({ instance: id, observed }), [session, id, observed]);
  return { instance, all };
}
