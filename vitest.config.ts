import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Tests that talk over sockets in real time may stumble once on a busy machine; what is broken fails twice.
    retry: 1,
  },
});
