import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import schema from '../../../image-size.schema.json' with { type: 'json' }
import type { Mistakes } from '../mistakes.ts'
import type { Path } from '../setting.ts'
import type { FileDocument } from './document.ts'
import { explain } from './explain-shape.ts'

/** Nobody reads more, and finding the place of each costs time. */
const mostErrors = 200

let validator: ValidateFunction | null = null

/**
 * Checks the shape of a configuration file (keys, and the type of each value) against
 * image-size.schema.json, and adds every mistake to `mistakes`. What the values mean is checked
 * where they are read.
 */
export function validateFile(file: FileDocument, mistakes: Mistakes): void {
  const validate = compiled()
  if (validate(file.value)) return
  for (const error of validate.errors?.slice(0, mostErrors) ?? []) {
    const explained = explain(error, pathOf(error, file.value), file)
    if (explained === null) continue
    const place =
      explained.atKey === null
        ? file.place(explained.path)
        : file.keyPlace([...explained.path, explained.atKey])
    mistakes.add(place.text, explained.what, explained.write)
  }
}

/**
 * Compiling takes time, so it is done once, and only when there is a file; optimising the compiled code would take
 * twice as long again, for one value to check.
 */
function compiled(): ValidateFunction {
  const options = { allErrors: true, verbose: true, allowUnionTypes: true, code: { optimize: false } }
  validator ??= new Ajv(options).compile(schema)
  return validator
}

/** The path of an error's JSON pointer (RFC 6901); a part below an array is an index. */
function pathOf(error: ErrorObject, root: unknown): Path {
  const path: (string | number)[] = []
  let value = root
  for (const part of error.instancePath.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(value) ? Number(key) : key)
    value = Array.isArray(value) ? value[Number(key)] : isMap(value) ? value[key] : undefined
  }
  return path
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
