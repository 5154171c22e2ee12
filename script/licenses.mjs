// The licences of what a bundle contains.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The text of dist/licenses.txt: name, version and licence of every package that has a file among the
 * inputs of an esbuild metafile, in the order of names.
 */
export function licenseText(root, metafile) {
  const folders = new Set(Object.keys(metafile.inputs).map(packageFolder).filter(Boolean))
  const packages = [...folders].map((folder) => readPackage(join(root, folder)))
  packages.sort((a, b) => (a.title < b.title ? -1 : 1))
  return [...new Set(packages.map(({ title, text }) => `${title}\n\n${text}\n`))].join(
    `\n${'-'.repeat(80)}\n\n`,
  )
}

/** 'node_modules/@actions/core/lib/core.js' → 'node_modules/@actions/core'; null for our own files. */
function packageFolder(file) {
  return file.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1] ?? null
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`
  return { title: `${name} ${version}`, text: text.replaceAll('\r\n', '\n') }
}
