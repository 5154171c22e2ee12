/**
 * What a docker client may see of our own environment: where programs, its configuration, its engine and the proxies
 * are. A pull request's files can make the client read any variable, so everything else, tokens above all, stays
 * out. Variables that would change what is built (`BUILDX_GIT_LABELS` writes the commit into the image)
 * stay out too. `host` is the engine's endpoint.
 */
export function childEnvironment(environment: NodeJS.ProcessEnv, host: string): Record<string, string> {
  const allowed = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && isAllowed(name) ? [[name, value] as const] : [],
  )
  return { ...Object.fromEntries(allowed), DOCKER_HOST: host, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' }
}

const names = new Set([
  ...['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'SSH_AUTH_SOCK'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'LANG', 'SystemRoot', 'USERPROFILE'],
])
const proxies = new Set(['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'FTP_PROXY'])
/** Names that workflows give to what `docker login` is told, such as `DOCKER_PASSWORD`; the client reads none of them. */
const isLogin = /PASSWORD|TOKEN|SECRET|CREDENTIAL/

function isAllowed(name: string): boolean {
  if (name.startsWith('BUILDX_GIT_') || name === 'DOCKER_CONTEXT' || isLogin.test(name)) return false
  return names.has(name) || proxies.has(name.toUpperCase()) || /^(?:DOCKER|BUILDX|BUILDKIT)_/.test(name)
}
