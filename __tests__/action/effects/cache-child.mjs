// Restores and saves a directory as the action does, with what dist/ holds; prints what came of it.
import { createRequire } from 'node:module'

const [dist, directory, prefix, key] = process.argv.slice(2)
const library = createRequire(import.meta.url)(`${dist}/cache.mjs`)
const lines = []
const secrets = []
const log = { debug: () => {}, warning: (line) => lines.push(line) }
library.connect({ log, secret: (value) => secrets.push(value), directory })
const result = key
  ? await library.saveCache([directory], key)
  : await library.restoreCache([directory], prefix, [prefix])
process.stdout.write(
  `${JSON.stringify({ available: library.isFeatureAvailable(), result: result ?? null, lines, secrets })}\n`,
)
process.exit(0)
