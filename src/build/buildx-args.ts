import type { BuildSettings } from '../config/config.ts'

/** What one `docker buildx build` needs beside the settings. All paths are absolute. */
export interface BuildxCall {
  readonly settings: BuildSettings
  /** The unique name under which the image is loaded into the engine. */
  readonly reference: string
  readonly labels: Readonly<Record<string, string>>
  readonly dockerfile: string
  readonly context: string
  /** Where the client writes what it knows of the build; null for nowhere. */
  readonly metadata: string | null
}

/**
 * The arguments of `docker` that build an image and load it into the engine, with the progress as JSON
 * lines on stderr and without attestations, which would give the same image another ID on every build.
 * Each value stays in the word of its flag (`--flag=value`), so that none can pass for a flag. A build argument always has a value: without one
 * the client would read it from its environment.
 */
export function buildxArguments(call: BuildxCall): string[] {
  const { settings } = call
  const named = (flag: string, values: Readonly<Record<string, string>>): string[] =>
    Object.entries(values).map(([name, value]) => `--${flag}=${name}=${value}`)
  const each = (flag: string, values: readonly string[]): string[] =>
    values.map((value) => `--${flag}=${value}`)
  const maybe = (flag: string, value: string | null): string[] =>
    value === null ? [] : [`--${flag}=${value}`]
  return [
    ...['buildx', 'build', '--load', '--progress=rawjson', '--provenance=false', '--sbom=false'],
    `--tag=${call.reference}`,
    `--file=${call.dockerfile}`,
    ...maybe('metadata-file', call.metadata),
    ...maybe('builder', settings.builder),
    ...named('label', call.labels),
    ...maybe('target', settings.target),
    ...maybe('platform', settings.platform),
    ...maybe('network', settings.network),
    ...named('build-arg', settings.buildArgs),
    ...named('build-context', settings.buildContexts),
    ...each('secret', settings.secrets),
    ...each('ssh', settings.ssh),
    ...each('cache-from', settings.cacheFrom),
    ...each('cache-to', settings.cacheTo),
    ...(settings.noCache ? ['--no-cache'] : []),
    ...(settings.pull ? ['--pull'] : []),
    '--',
    call.context,
  ]
}
