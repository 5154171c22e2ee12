import { type Relations, relationsOf } from './relations.ts'

/**
 * In: `METADATA` of a distribution, or nothing. Out: what its `Requires-Dist` lines name (core metadata
 * specification, PEP 508), normalised. Those of an extra come along only when it is asked for; other markers do
 * not count: what does not fit this system is not installed on it. The description after the header is not read.
 */
export function pythonRelations(metadata: string): Relations {
  const end = /\r?\n\r?\n/.exec(metadata)?.index ?? metadata.length
  const lines = metadata.slice(0, end).match(/^Requires-Dist:.*$/gim) ?? []
  const needs: string[][] = []
  const wants: string[][] = []
  for (const line of lines) {
    const [, name, rest = ''] =
      /^[^:]*:[ \t]*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(.*)$/.exec(line) ?? []
    if (name === undefined) continue
    const marker = rest.includes(';') ? rest.slice(rest.indexOf(';')) : ''
    const list = /\bextra\b/.test(marker) ? wants : needs
    list.push([normalised(name)])
  }
  return relationsOf({ needs, wants })
}

/** The name of a distribution as it is compared (PEP 503). */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}
