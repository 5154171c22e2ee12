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
const project = (displayName, extra = {}) => ({
  ...base,
  displayName,
  testMatch: [`<rootDir>/__tests__/${displayName}/**/*.test.ts`],
  ...extra,
})

export default { projects: [project('unit'), project('engine'), project('action')] }
