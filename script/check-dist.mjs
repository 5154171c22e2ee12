// Proves that what is compiled and committed is what its sources build, byte for byte: dist/, whose files' sizes it
// prints, and the compiled code in src/.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'
import { compiledFile, compiledText } from './compile.mjs'

const largestFile = 1_500_000
const committed = resolve(dirname(fileURLToPath(import.meta.url)), '../dist')
const built = mkdtempSync(join(tmpdir(), 'image-size-guard-dist-'))

try {
  await bundle(built)
  const isCompiled = readFileSync(compiledFile, 'utf8') === (await compiledText())
  const problems = [
    ...(isCompiled ? [] : ['src/inspect/compiled-paths.ts is not what src/inspect/assembly/ compiles to']),
    ...compareFolders(committed, built),
  ]
  for (const problem of problems) process.stderr.write(`check-dist: ${problem}\n`)
  if (problems.length > 0) {
    process.stderr.write(
      'check-dist: run `npm run compile` and `npm run bundle`, and commit what they change\n',
    )
    process.exitCode = 1
  }
} finally {
  rmSync(built, { recursive: true, force: true })
}

/** What differs between the committed folder and the one just built: one sentence per file. */
function compareFolders(committedFolder, builtFolder) {
  if (!existsSync(committedFolder)) return ['there is no dist/']
  const names = new Set([committedFolder, builtFolder].flatMap(filesBelow))
  return [...names]
    .sort()
    .flatMap((name) => compareFile(name, join(committedFolder, name), join(builtFolder, name)))
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

function compareFile(name, committedFile, builtFile) {
  if (!existsSync(builtFile)) return [`dist/${name} is committed, and src/ does not build it`]
  const bytes = readFileSync(builtFile)
  process.stdout.write(`check-dist: dist/${name} ${bytes.length} bytes\n`)
  const problems = []
  if (bytes.length > largestFile) problems.push(`dist/${name} is larger than ${largestFile} bytes`)
  if (!existsSync(committedFile)) problems.push(`dist/${name} is not committed`)
  else if (!bytes.equals(readFileSync(committedFile))) problems.push(`dist/${name} is not what src/ builds`)
  return problems
}
