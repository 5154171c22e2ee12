/** What a registry asks for before it answers (RFC 9110, section 11.6.1), as registries use it. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer'
      /** Where tokens are made, as the registry says; not checked here. */
      readonly realm: string
      readonly service: string | null
      readonly scope: string | null
    }

/**
 * Reads a `WWW-Authenticate` header: a token where one may be had, else a password; null where the registry asks for
 * something else. Several headers may come joined by commas.
 */
export function readChallenge(header: string | readonly string[] | undefined): Challenge | null {
  const challenges = challengesIn(typeof header === 'string' ? header : (header ?? []).join(', '))
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'))
  if (bearer) {
    const [realm = '', service, scope] = ['realm', 'service', 'scope'].map((name) =>
      bearer.parameters.get(name),
    )
    return { scheme: 'bearer', realm, service: service ?? null, scope: scope ?? null }
  }
  return challenges.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : null
}

interface Written {
  readonly scheme: string
  readonly parameters: Map<string, string>
}

/** A word alone starts a challenge, a word with a value is a parameter of it; it ends at what is neither. */
function challengesIn(text: string): Written[] {
  const found: Written[] = []
  const part = /[\s,]*([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y
  for (let match = part.exec(text); match !== null; match = part.exec(text)) {
    const [, word = '', quoted, token] = match
    const value = quoted?.replace(/\\(.)/g, '$1') ?? token
    if (value === undefined) found.push({ scheme: word.toLowerCase(), parameters: new Map() })
    else found.at(-1)?.parameters.set(word.toLowerCase(), value)
  }
  return found
}
