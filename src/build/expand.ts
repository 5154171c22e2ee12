/**
 * Expands `$NAME`, `${NAME}`, `${NAME:-word}` and `${NAME:+word}` in a word of a Dockerfile as BuildKit does for
 * `FROM` (docs.docker.com, Dockerfile reference, "Environment replacement"). `\$` stays a dollar; a variable
 * without a value is empty; quotes are removed.
 */
export function expand(word: string, values: Readonly<Record<string, string>>): string {
  const expanded = word.replace(
    /\\(\$)|\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^}]*))?\})/g,
    (_, escaped?: string, plain?: string, braced?: string, operator?: string, alternative = '') => {
      if (escaped) return escaped
      const value = values[plain ?? braced ?? '']
      const has = operator?.startsWith(':') ? value !== undefined && value !== '' : value !== undefined
      if (operator?.endsWith('-')) return has ? (value ?? '') : expand(alternative, values)
      if (operator?.endsWith('+')) return has ? expand(alternative, values) : ''
      return value ?? ''
    },
  )
  return expanded.replace(/["']/g, '')
}
