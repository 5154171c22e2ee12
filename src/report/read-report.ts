import { UserError } from '../errors.ts'
import type { Report } from './report.ts'

/**
 * Reads a report that was written as JSON; `name` is what messages call the file. Throws a `UserError`
 * when it is none, or one of another schema: the first thing that is wrong is named.
 */
export async function readReport(text: string, name: string): Promise<Report> {
  const value = parse(text, name)
  const [{ default: Ajv }, { default: schema }] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('../../report.schema.json', { with: { type: 'json' } }),
  ])
  const validate = new Ajv.default({ strict: false }).compile<Report>(schema)
  if (validate(value)) return value
  const [first] = validate.errors ?? []
  throw new UserError(
    `${name} is not a report of schema version 1: ${first?.instancePath || 'it'} ${first?.message ?? 'is wrong'}`,
    'write one with: image-size-guard compare --format json --output report.json',
  )
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${name} is not JSON: ${error.message}`)
    throw error
  }
}
