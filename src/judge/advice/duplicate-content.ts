import { bytes, count } from '../../format.ts'
import type { DuplicateContent } from '../../inspect/notes/duplicates.ts'
import { type Advice, type Advised, isOwn, layerWords, pathsOf, topOf } from './advised.ts'

/** The same content at several paths, one advice for all contents that the same layers have. */
export function duplicateContent(advised: Advised): Advice[] {
  return (advised.image.notes.duplicates ?? []).map((group) => advice(group, advised))
}

function advice(group: DuplicateContent, advised: Advised): Advice {
  const [largest] = group.examples
  const paths = largest?.copies.map(({ path }) => path) ?? []
  const where = group.layers.map((layer) => layerWords(advised, layer))
  const files = group.count > 1 ? ` and ${count(group.count - 1, 'other')}` : ''
  const own = group.layers.filter((layer) => isOwn(advised, layer))
  const by = [...new Set(where)].slice(0, 3).join(' and ')
  return {
    rule: 'duplicate-content',
    key: paths.map(topOf).join(' '),
    bytes: group.bytes,
    message: `${bytes(group.bytes)} could be saved by one copy: ${paths.slice(0, 2).join(' and ')} have the same content${files}, from ${by}; keep one and link to it`,
    paths: pathsOf(advised, own, paths),
    fixes: [],
  }
}
