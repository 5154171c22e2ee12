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
}
const project = (displayName) => ({
  ...base,
  displayName,
  testMatch: [`<rootDir>/__tests__/${displayName}/**/*.test.ts`],
})

export default { projects: ['unit', 'git', 'engine', 'action'].map(project) }
