// Compiles src/inspect/assembly/ to src/inspect/compiled-paths.ts, which the sources import.
// Usage: node script/compile.mjs

import { writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Absolute path of what is compiled. */
export const compiledFile = resolve(root, 'src/inspect/compiled-paths.ts')

/** What the file is to hold: the same sources give the same text on every machine. Throws with the compiler's words. */
export async function compiledText() {
  const files = new Map()
  const { error, stderr } = await asc.main(
    [
      'src/inspect/assembly/index.ts',
      ...['--outFile', 'paths.wasm', '-O3', '--noAssert', '--runtime', 'stub'],
      // Its memory comes from outside, as large as it is to be; nothing in it can fail.
      ...['--importMemory', '--use', 'abort=', '--enable', 'simd', '--baseDir', root],
    ],
    { writeFile: (name, contents) => files.set(name, contents) },
  )
  if (error) throw new Error(`${error.message}\n${stderr}`)
  const code = Buffer.from(files.get('paths.wasm')).toString('base64')
  return `// Made from assembly/ by \`npm run compile\`.\n\n/** The WebAssembly module of \`PathMemory\`, in base64. */\nexport const compiledPaths =\n  '${code}'\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(compiledFile, await compiledText())
