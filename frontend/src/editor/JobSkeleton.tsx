import { Skeleton } from "@mantine/core";
import styles from "./Editor.module.css";

/** The page's shape while the job is fetched. */
export function JobSkeleton() {
  return (
    <div className={styles.page} aria-busy="true">
      <div className={styles.bar}>
        <Skeleton height={22} width={220} />
      </div>
      <div className={styles.work}>
        <Skeleton width={184} height="100%" radius={0} animate={false} opacity={0.4} />
      </div>
    </div>
  );
}
