import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** A file and what it imports; the rules look at names only, so nothing else has to exist. */
const REFUSED: readonly (readonly [string, string])[] = [
  ["app/a.ts", "@/features/packs/queries"],
  ["app/b.ts", "../features/packs"],
  ["editor/a.ts", "@/app/router"],
  ["editor/b.ts", "../app/router"],
  ["editor/c.ts", "@/features/packs/queries"],
  ["features/jobs/a.ts", "@/app/router"],
  ["features/jobs/b.ts", "@/editor/editorSession"],
  ["features/jobs/c.ts", "@/features/packs/queries"],
  ["features/jobs/d.ts", "../packs/queries"],
  ["features/jobs/pages/e.ts", "../../packs"],
  ["features/jobs/pages/f.ts", "../../../app/router"],
  ["canvas/a.ts", "@/app/router"],
  ["canvas/b.ts", "@/editor/editorSession"],
  ["canvas/c.ts", "@/features/packs"],
  ["canvas/view/d.ts", "../../features/packs"],
  ["canvas/model/a.ts", "react"],
  ["canvas/model/b.ts", "@/ui/Icon"],
  ["canvas/model/c.ts", "@/canvas/view/Node"],
  ["canvas/model/d.ts", "@/features/packs"],
  ["lib/a.ts", "@/app/router"],
  ["lib/b.ts", "@/editor/editorSession"],
  ["lib/c.ts", "@/features/packs"],
  ["lib/d.ts", "@/canvas/Canvas"],
  ["ui/a.ts", "@/features/packs"],
  ["ui/b.ts", "@/canvas/Canvas"],
  ["ui/c.ts", "@/lib/format"],
  ["ui/d.ts", "@/api/client"],
  ["ui/form/e.ts", "../../lib/format"],
  ["api/a.ts", "@/features/packs"],
  ["api/b.ts", "@/lib/format"],
  ["api/c.ts", "@/ui/Icon"],
];
const ALLOWED: readonly (readonly [string, string])[] = [
  ["app/z.ts", "@/features/packs/pages/PackPage"],
  ["editor/z.ts", "@/features/packs"],
  ["features/jobs/z.ts", "@/features/packs"],
  ["canvas/z.ts", "@/lib/format"],
  ["lib/z.ts", "@/ui/Icon"],
];

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

const frontend = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "import-rules-"));
const found = new Map<string, string>();

beforeAll(() => {
  copyFileSync(join(frontend, "biome.json"), join(folder, "biome.json"));
  const write = (name: string, imported: string) => {
    const path = join(folder, "src", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `import { a } from "${imported}";\n\nexport const b = a;\n`);
  };
  for (const [name, imported] of [...REFUSED, ...ALLOWED]) write(name, imported);
  write("lib/circle.ts", "./round");
  write("lib/round.ts", "./circle");
  for (const { category, location } of lint()) found.set(location.path, category);
});

afterAll(() => rmSync(folder, { recursive: true }));

function lint(): readonly Diagnostic[] {
  const biome = join(frontend, "node_modules/.bin/biome");
  const options = ["lint", "--max-diagnostics=none", "--reporter=json", "src"];
  try {
    execFileSync(biome, options, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    return (JSON.parse((error as { stdout: string }).stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  }
  return [];
}

test.each(REFUSED)("%s must not import %s", (name) => {
  expect(found.get(`src/${name}`)).toBe("lint/style/noRestrictedImports");
});

test.each(ALLOWED)("%s may import %s", (name) => {
  expect(found.get(`src/${name}`)).toBeUndefined();
});

test("files must not import each other in a circle", () => {
  expect(found.get("src/lib/circle.ts")).toBe("lint/suspicious/noImportCycles");
});
