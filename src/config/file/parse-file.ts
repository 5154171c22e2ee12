import { type Document, isScalar, Lexer, LineCounter, parseDocument, visit, type YAMLError } from 'yaml'
import type { Mistakes } from '../mistakes.ts'
import { type FileDocument, fileDocument, type ParsedYaml, placeAt } from './document.ts'

const deepest = 50
const mostAliases = 32

/**
 * Reads a configuration file: one YAML 1.2 document of the core schema, without own tags, merge keys
 * or double keys, at most 50 levels deep and with few aliases. Adds what is wrong to `mistakes`;
 * null when nothing could be read.
 */
export function parseFile(name: string, text: string, mistakes: Mistakes): FileDocument | null {
  if (isTooDeep(text)) {
    mistakes.add(name, `the file is nested more than ${deepest} levels deep.`, null)
    return null
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    schema: 'core',
    resolveKnownTags: false,
    merge: false,
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  })
  const yaml: ParsedYaml = { document, lines, text, name }
  const problems = [...document.errors, ...document.warnings]
  for (const problem of problems) mistakes.add(placeAt(yaml, problem.pos[0]).text, explain(problem), null)
  if (problems.some(({ code }) => code !== 'TAG_RESOLVE_FAILED')) return null
  reportDoubleKeys(yaml, mistakes)
  const plain = plainValue(document)
  if ('wrong' in plain) {
    mistakes.add(name, plain.wrong, null)
    return null
  }
  return fileDocument(yaml, plain.value)
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let indicators = 0
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++
    if (token === ']' || token === '}') depth--
    if (token === '-' || token === '?') indicators++
    if (token === '\n') indicators = 0
    if (depth > deepest || indicators > deepest) return true
  }
  return false
}

/** The check of the yaml package takes quadratic time: ten seconds for 250 kB of keys. */
function reportDoubleKeys(yaml: ParsedYaml, mistakes: Mistakes): void {
  visit(yaml.document, {
    Map(_, map) {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const place = placeAt(yaml, key.range?.[0] ?? 0).text
        if (seen.has(key.value))
          mistakes.add(place, 'this key is in its map a second time; keep one of them.', null)
        seen.add(key.value)
      }
    },
  })
}

function explain(problem: YAMLError): string {
  switch (problem.code) {
    case 'TAG_RESOLVE_FAILED':
      return 'a tag (!…) has no meaning here; take it away.'
    case 'MULTIPLE_DOCS':
      return 'a second document begins here; expected one.'
    case 'NON_STRING_KEY':
      return 'this key is not text; put it in quotes.'
    case 'RESOURCE_EXHAUSTION':
      return 'the file is nested too deeply.'
    default:
      return `this is not valid YAML: ${problem.message}.`
  }
}

function plainValue(document: Document.Parsed): { value: unknown } | { wrong: string } {
  try {
    const value: unknown = document.toJS({ maxAliasCount: mostAliases })
    JSON.stringify(value)
    return { value }
  } catch (error) {
    if (error instanceof ReferenceError && error.message.startsWith('Unresolved alias')) {
      return { wrong: 'an alias (*…) stands before its anchor (&…) or has none.' }
    }
    if (error instanceof ReferenceError) {
      return { wrong: `anchors and aliases expand to more than ${mostAliases} copies; write the values out.` }
    }
    if (error instanceof TypeError) return { wrong: 'an alias (*…) contains itself.' }
    throw error
  }
}
