import dockerignore from '@balena/dockerignore'
import { UserError } from '../errors.ts'

/** Says for a path relative to the context, with `/`, whether it is part of the build context. */
export type ContextFilter = ((relativePath: string) => boolean) & {
  /** True when a rule may bring back something below an excluded directory. */
  readonly hasExceptions: boolean
}

/**
 * The filter that BuildKit's client applies for the text of an ignore file. `file` names that file in errors.
 * Throws a `UserError` for a rule that BuildKit refuses: a lone `!`.
 *
 * The matching is @balena/dockerignore's, with the few differences to moby/patternmatcher taken out
 * before: there `**.log` matches by suffix, and characters that mean something in a
 * regular expression only stand for themselves.
 */
export function contextFilter(text: string, file: string): ContextFilter {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const lone = lines.findIndex((line) => line.trim() === '!')
  if (lone >= 0) {
    throw new UserError(
      `${file} line ${lone + 1}: "!" alone excludes nothing and brings back nothing`,
      'remove the line, or write !PATH',
    )
  }
  const rules = lines.filter((line) => !line.startsWith('#') && line.trim() !== '').map(translate)
  const matcher = dockerignore.default({ ignorecase: false }).add(rules)
  const filter = (path: string): boolean => !matcher.ignores(path)
  return Object.assign(filter, { hasExceptions: rules.some((rule) => rule.startsWith('!')) })
}

function translate(line: string): string {
  const trimmed = line.trim()
  const negative = trimmed.startsWith('!')
  const pattern = (negative ? trimmed.slice(1) : trimmed).trim()
  return (negative ? '!' : '') + suffixRule(pattern).replace(/(?<!\\)[+(){}|]|(?<![\\[])\^/g, '\\$&')
}

// `**SUFFIX` without another wildcard.
function suffixRule(pattern: string): string {
  return /^\*\*[^/*?[\]\\][^*?[\]\\]*$/.test(pattern) ? `**/*${pattern.slice(2)}` : pattern
}
