import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@jest/globals'

const directory = join(dirname(fileURLToPath(import.meta.url)), 'golden')

/** Compares byte for byte with `golden/NAME`; `UPDATE_GOLDEN=1` writes the file instead, to be read in the diff. */
export function expectGolden(name: string, text: string): void {
  const path = join(directory, name)
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(directory, { recursive: true })
    writeFileSync(path, text)
  }
  expect(text).toBe(readFileSync(path, 'utf8'))
}
