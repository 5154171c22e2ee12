import { UserError } from '../../errors.ts'
import { EngineError } from './docker.ts'

/**
 * Turns what dockerode rejects with into an `EngineError` with the engine's words and HTTP status, or,
 * when no engine answered at all, into a `UserError` that says why and what to do.
 */
export function engineError(error: unknown, host: string): Error {
  const { code, statusCode, message, json } = readFields(error)
  if (statusCode !== null) return new EngineError(json ?? message, statusCode, error)
  return unreachable(code, host) ?? new EngineError(message, null, error)
}

/** The value, or null when the engine answers that there is no such thing (404). */
export async function orNull<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return null
    throw error
  }
}

function unreachable(code: string | null, host: string): UserError | null {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new UserError(
        `No permission on the Docker engine's socket ${host}`,
        'run as a member of the docker group: sudo usermod -aG docker "$USER", then log in again',
        2,
      )
    case 'ENOENT':
    case 'ECONNREFUSED':
      return new UserError(
        `No Docker engine answers at ${host}`,
        'start it (sudo systemctl start docker), or set DOCKER_HOST to the one to use',
        2,
      )
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return new UserError(
        `The Docker engine at ${host} cannot be reached (${code})`,
        'correct DOCKER_HOST',
        2,
      )
    default:
      return code === null ? null : misunderstood(code, host)
  }
}

function misunderstood(code: string, host: string): UserError | null {
  if (tlsFailures.test(code)) {
    return new UserError(
      `TLS with the Docker engine at ${host} failed (${code})`,
      'correct DOCKER_HOST, or set DOCKER_CERT_PATH to the folder with its ca.pem, cert.pem and key.pem',
      2,
    )
  }
  if (!code.startsWith('HPE_')) return null
  return new UserError(`What answers at ${host} does not speak HTTP (${code})`, 'correct DOCKER_HOST', 2)
}

// What OpenSSL and Node call a server without TLS and a certificate that is not trusted.
const tlsFailures = /^(?:EPROTO|ERR_SSL_|ERR_TLS_|CERT_|SELF_SIGNED_|DEPTH_|UNABLE_TO_|HOSTNAME_)/

interface Fields {
  code: string | null
  statusCode: number | null
  message: string
  json: string | null
}

function readFields(error: unknown): Fields {
  const record: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {}
  const body = record.json
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : null
  return {
    code: typeof record.code === 'string' ? record.code : null,
    statusCode: typeof record.statusCode === 'number' ? record.statusCode : null,
    message: error instanceof Error ? error.message : String(error),
    json: typeof said === 'string' ? said : null,
  }
}
