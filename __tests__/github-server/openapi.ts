import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'
import { at } from '../../src/effects/github-answer.ts'

/** One operation of GitHub's REST API, as its own description has it. */
export interface Operation {
  /** `GET /repos/{owner}/{repo}/…` */
  readonly route: string
  /** What the request breaks, in words; empty when nothing. */
  checkRequest(query: URLSearchParams, body: unknown): string[]
  /** What an answer of ours breaks. Errors that the description does not list must still be GitHub's usual error. */
  checkAnswer(status: number, body: unknown): string[]
}

/** The operation for a route, checked against the description that GitHub publishes (@octokit/openapi). */
export function operation(route: string): Operation {
  const [method = '', path = ''] = route.split(' ')
  const described = at(description(), 'paths', path, method.toLowerCase())
  if (described === undefined) throw new Error(`GitHub's description has no ${route}`)
  const parameters = listOf(at(described, 'parameters')).map((parameter) => resolve(parameter))
  const queryNames = parameters.filter((p) => at(p, 'in') === 'query').map((p) => String(at(p, 'name')))
  return {
    route,
    checkRequest: (query, body) => [
      ...[...query.keys()]
        .filter((name) => !queryNames.includes(name))
        .map((name) => `${route} has no query parameter ${name}`),
      ...check(
        `${route} request`,
        at(described, 'requestBody', 'content', 'application/json', 'schema'),
        body,
      ),
    ],
    checkAnswer(status, body) {
      const answer = at(described, 'responses', String(status))
      const name = `${route} answer ${status}`
      if (answer !== undefined) {
        return check(name, at(resolve(answer), 'content', 'application/json', 'schema'), body)
      }
      if (status < 400) return [`${route} never answers ${status}`]
      return check(name, { $ref: '#/components/schemas/basic-error' }, body)
    },
  }
}

/** An answer that GitHub's description gives as an example. */
export function exampleAnswer(name: string): Record<string, unknown> {
  const value = at(description(), 'components', 'examples', name, 'value')
  if (typeof value !== 'object' || value === null)
    throw new Error(`GitHub's description has no example ${name}`)
  return { ...value }
}

let loaded: unknown
function description(): unknown {
  loaded ??= JSON.parse(
    readFileSync(
      createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json'),
      'utf8',
    ),
  )
  return loaded
}

function resolve(value: unknown): unknown {
  const reference = at(value, '$ref')
  return typeof reference === 'string' ? at(description(), ...reference.slice(2).split('/')) : value
}

const compiled = new Map<string, ValidateFunction>()

function check(name: string, schema: unknown, value: unknown): string[] {
  if (schema === undefined) return value === undefined ? [] : [`${name} must be empty`]
  let validate = compiled.get(name)
  if (!validate) {
    validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
      selfContained(schema),
    )
    compiled.set(name, validate)
  }
  if (validate(value)) return []
  return (validate.errors ?? []).map((error) => `${name}: ${error.instancePath} ${error.message}`)
}

/** The schema with only those shared parts that it reaches: the whole description takes seconds to compile. */
function selfContained(schema: unknown): Record<string, unknown> {
  const schemas: Record<string, unknown> = {}
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert)
    if (typeof value !== 'object' || value === null) return value
    const reference = at(value, '$ref')
    if (typeof reference === 'string') {
      const name = reference.split('/').at(-1) ?? ''
      if (!(name in schemas)) {
        schemas[name] = {}
        schemas[name] = convert(at(description(), 'components', 'schemas', name))
      }
      return { $ref: `#/components/schemas/${name}` }
    }
    const {
      nullable,
      example: _example,
      ...rest
    } = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, convert(inner)]))
    return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : rest
  }
  const root = convert(schema)
  return { allOf: [root], components: { schemas } }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
