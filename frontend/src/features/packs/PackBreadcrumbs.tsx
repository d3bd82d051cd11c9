import { Link } from "@tanstack/react-router";
import type { Pack } from "./types";

/** Links to the pages above: "Data packs / orders". */
export function PackBreadcrumbs({ project, pack }: { project: string; pack?: Pack }) {
  return (
    <>
      <Link to="/projects/$project/packs" params={{ project }} className="p-link">
        Data packs
      </Link>
      {pack && (
        <>
          {" / "}
          <Link to="/projects/$project/packs/$pack" params={{ project, pack: pack.id }} className="p-link">
            {pack.name}
          </Link>
        </>
      )}
    </>
  );
}
