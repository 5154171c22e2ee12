import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

/** The packages that a source file pulls in when it loads, through every static import. */
function packagesOf(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return new Set()
  seen.add(file.href)
  const found = new Set<string>()
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|\} from) (?!type )[^;]*?'([^']+)'/gm)
  for (const [, name = ''] of imports) {
    if (!name.startsWith('.')) found.add(name)
    else for (const inner of packagesOf(new URL(name, file), seen)) found.add(inner)
  }
  return found
}

const config = new URL('../../../src/config/', import.meta.url)

test('reading inputs and flags loads no YAML reader, no schema and no pattern library', () => {
  for (const file of ['read-config.ts', 'flags.ts', 'flags-help.ts']) {
    const packages = [...packagesOf(new URL(file, config))].filter((name) => !name.startsWith('node:'))
    expect(packages.sort()).toEqual(['fastest-levenshtein', 'shell-quote'])
  }
})

test('what is loaded when there is a file does load them', () => {
  expect([...packagesOf(new URL('file/load-file.ts', config))]).toEqual(
    expect.arrayContaining(['yaml', 'ajv']),
  )
})
