import { defineConfig } from 'vitest/config';
import type { Reporter, TestModule } from 'vitest/node';

/** Names the suites that were skipped for want of a peer, then prints "N passed, N failed, N skipped", the line that scripts read. */
const tally: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const suite of module.children.allSuites())
        if (/ \(needs .+\)$/.test(suite.name)) process.stdout.write(`skipped: ${suite.name}\n`);
      // A suite that could not even be loaded has no tests, and must still count as a failure.
      if (module.state() === 'failed' && module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) count[test.result().state] += 1;
    }
    process.stdout.write(
      `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`,
    );
  },
};

export default defineConfig({
  test: {
    include: ['{kit,wire,standards,agent,collector,cli,test}/**/*.test.ts'],
    reporters: ['default', tally],
    restoreMocks: true,
    sequence: { shuffle: true },
    testTimeout: 10_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
