const base = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  injectGlobals: false,
}
const project = (displayName) => ({
  ...base,
  displayName,
  testMatch: [`<rootDir>/__tests__/${displayName}/**/*.test.ts`],
})

// Jest leaves one processor free for its own process, which has next to nothing to do.
export default {
  maxWorkers: '100%',
  // Milliseconds. A real engine or repository on a busy machine is slow, not broken. Jest takes no such number from a
  // project.
  testTimeout: 60_000,
  projects: ['unit', 'git', 'engine', 'action'].map(project),
}
