import { EngineError } from '../effects/docker/docker.ts'
import { UserError } from '../errors.ts'
import type { Refusal } from './refusal.ts'

/**
 * What the engine said when it refused a request, or why it could not be reached (`status` null).
 * Rethrows everything that did not come from the engine.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof EngineError) return { status: error.status, message: error.message }
  if (error instanceof UserError) return { status: null, message: error.message }
  throw error
}
