import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildSettings } from '../config/config.ts'
import type { Runner } from '../effects/runner.ts'
import { UserError } from '../errors.ts'
import { insideTree } from './inside.ts'

/** Settings with absolute paths, and the variables that this one build may see. */
export interface BuildxInputs {
  readonly settings: BuildSettings
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Resolves what buildx would look for relative to its working directory or in its environment: build contexts in the
 * side's own tree, files of secrets in the checkout (they are no part of a commit), variables of secrets and, only for a cache of
 * type gha, the runner's four cache variables. Values of secrets are made known to the log as secret. A variable or path
 * that is missing, or a path that leads out, is a `UserError`.
 */
export async function buildxInputs(
  settings: BuildSettings,
  tree: string,
  runner: Pick<Runner, 'context' | 'environment' | 'secret'>,
): Promise<BuildxInputs> {
  const environment: Record<string, string> = {}
  const secrets: string[] = []
  for (const secret of settings.secrets) {
    const fields = secretFields(secret)
    const source = fields.src ?? fields.source
    if (source !== undefined) secrets.push(await fileSecret(secret, source, runner))
    else {
      Object.assign(environment, variableSecret(secret, fields.env ?? fields.id ?? '', runner))
      secrets.push(secret)
    }
  }
  const buildContexts: Record<string, string> = {}
  for (const [name, value] of Object.entries(settings.buildContexts)) {
    buildContexts[name] = isPath(value) ? await localContext(name, value, tree) : value
  }
  const usesGha = [...settings.cacheFrom, ...settings.cacheTo].some((entry) =>
    /(?:^|,)type=gha(?:,|$)/.test(entry),
  )
  return {
    settings: { ...settings, secrets, buildContexts },
    environment: { ...(usesGha ? ghaVariables(runner) : {}), ...environment },
  }
}

function secretFields(secret: string): Record<string, string> {
  const pairs = secret.split(',').map((field) => {
    const [name = '', ...value] = field.split('=')
    return [name.trim().toLowerCase(), value.join('=')]
  })
  return Object.fromEntries(pairs)
}

async function fileSecret(
  secret: string,
  source: string,
  runner: Pick<Runner, 'context' | 'secret'>,
): Promise<string> {
  const { directory } = runner.context
  if ((await insideTree(directory, source, 'secrets')) !== 'file') {
    throw new UserError(`secrets: there is no file ${source}`, 'secrets: id=NAME,env=VARIABLE')
  }
  const path = join(directory, source)
  runner.secret(await readFile(path, 'utf8'))
  return secret.replace(/(^|,)(src|source)=[^,]*/i, (_, start, field) => `${start}${field}=${path}`)
}

function variableSecret(
  secret: string,
  name: string,
  runner: Pick<Runner, 'environment' | 'secret'>,
): Record<string, string> {
  const value = runner.environment(name)
  if (value === null) {
    throw new UserError(
      `secrets: ${secret}: the variable ${name} is not set`,
      `env: { ${name}: … } at the step`,
    )
  }
  runner.secret(value)
  return { [name]: value }
}

function isPath(value: string): boolean {
  return !/^(?:[a-z][a-z0-9+.-]*:\/\/|git@|target:|input:)/i.test(value)
}

async function localContext(name: string, value: string, tree: string): Promise<string> {
  if ((await insideTree(tree, value, 'build-contexts')) === 'directory') return join(tree, value)
  throw new UserError(`build-contexts: ${name}=${value}: there is no such directory`)
}

function ghaVariables(runner: Pick<Runner, 'environment'>): Record<string, string> {
  const names = [
    'ACTIONS_CACHE_SERVICE_V2',
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_RESULTS_URL',
    'ACTIONS_CACHE_URL',
  ]
  const set = names.flatMap((name) => {
    const value = runner.environment(name)
    return value === null ? [] : [[name, value] as const]
  })
  return Object.fromEntries(set)
}
