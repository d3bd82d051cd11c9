import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The control plane that the dev server talks to; `penstock up` prints its address.
const backend = process.env.PENSTOCK_PUBLIC_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  worker: { format: "es" },
  server: {
    proxy: {
      "/api": { target: backend },
      "/ws": { target: backend, ws: true },
    },
  },
  build: {
    target: "es2022",
    // The first versions that know light-dark(): without them it is rewritten into variables that Mantine never sets.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
    // Monaco is one large chunk by nature; it is loaded only by pages that edit SQL.
    chunkSizeWarningLimit: 6000,
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/ui/testing/setup.ts"],
    css: false,
    // One jsdom for all files: one for each file costs twenty times as much. What a test stubs is put back after it.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
    // Deadlines for a busy machine; a test waits for a condition, never for a time.
    testTimeout: 30_000,
  },
});
