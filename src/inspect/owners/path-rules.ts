import type { Owner } from './owner.ts'
import { rpmPlaces } from './rpm/rpm.ts'

/** A place whose files belong to no package: `path` is absolute, or the end of a path that may lie anywhere. */
export interface PathRule {
  readonly owner: Owner
  readonly path: string
}

/** What package managers and programs write for themselves, and what they keep to be quicker next time. */
export const pathRules: readonly PathRule[] = [
  ...generated('dpkg', 'dpkg database', ['/var/lib/dpkg']),
  ...generated('dpkg', 'debconf cache', ['/var/cache/debconf']),
  ...generated('apk', 'apk database', ['/lib/apk/db', '/usr/lib/apk/db']),
  ...generated('rpm', 'rpm database', [...rpmPlaces, '/var/lib/rpmmanifest']),
  ...generated('pacman', 'pacman database', ['/var/lib/pacman/local']),
  ...generated('conda', 'conda database', ['conda-meta']),
  ...generated('php', 'composer autoloader', ['vendor/composer', 'vendor/autoload.php']),
  ...generated('ldconfig', 'ldconfig cache', ['/etc/ld.so.cache', '/var/cache/ldconfig']),
  ...generated('dpkg', 'dpkg and apt logs', [
    ...['/var/log/apt', '/var/log/dpkg.log', '/var/log/alternatives.log'],
  ]),
  ...generated('rpm', 'dnf history', ['/var/lib/dnf', '/usr/lib/sysimage/libdnf5', '/var/lib/yum']),
  ...generated('dpkg', 'alternatives', ['/etc/alternatives']),
  ...generated('ca-certificates', 'certificate store', ['/etc/ssl/certs', '/etc/pki/ca-trust/extracted']),
  ...generated('man-db', 'man-db cache', ['/var/cache/man']),
  ...generated('localedef', 'locale archive', ['/usr/lib/locale/locale-archive']),
  ...generated('fontconfig', 'fontconfig cache', ['/var/cache/fontconfig']),
  ...cache('apt', 'apt lists', ['/var/lib/apt/lists']),
  ...cache('apt', 'apt archives', ['/var/cache/apt/archives']),
  ...cache('apt', 'apt package index', ['/var/cache/apt/pkgcache.bin', '/var/cache/apt/srcpkgcache.bin']),
  ...cache('apk', 'apk cache', ['/var/cache/apk', '/etc/apk/cache']),
  ...cache('rpm', 'dnf cache', ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/yum']),
  ...cache('rpm', 'zypper cache', ['/var/cache/zypp']),
  ...cache('pacman', 'pacman cache', ['/var/cache/pacman', '/var/lib/pacman/sync']),
  ...cache('python', 'pip cache', ['.cache/pip']),
  ...cache('python', 'uv cache', ['.cache/uv']),
  ...cache('python', 'poetry cache', ['.cache/pypoetry']),
  ...cache('python', 'pipenv cache', ['.cache/pipenv']),
  ...cache('conda', 'conda packages', ['.conda/pkgs', '.mamba/pkgs']),
  ...cache('node', 'npm cache', ['.npm/_cacache', '.npm/_logs', '.npm/_npx', '.npm/_prebuilds']),
  ...cache('node', 'yarn cache', ['.cache/yarn', '.yarn/berry', '.yarn/cache']),
  ...cache('node', 'pnpm store', ['.local/share/pnpm/store', '.pnpm-store', '.cache/pnpm']),
  ...cache('node', 'bun cache', ['.bun/install/cache']),
  ...cache('node', 'corepack cache', ['.cache/node/corepack']),
  ...cache('cargo', 'cargo cache', [
    ...['.cargo/registry', '.cargo/git', '/usr/local/cargo/registry', '/usr/local/cargo/git'],
  ]),
  ...cache('go', 'go module cache', ['go/pkg/mod']),
  ...cache('go', 'go build cache', ['.cache/go-build']),
  ...cache('ruby', 'gem cache', ['.bundle/cache', '.gem/specs', '.local/share/gem/specs', '.cache/gem']),
  ...cache('php', 'composer cache', ['.composer/cache', '.cache/composer']),
  ...cache('dotnet', 'nuget packages', ['.nuget/packages', '.local/share/NuGet', '.nuget/http-cache']),
  ...cache('java', 'maven repository', ['.m2/repository']),
  ...cache('java', 'maven wrapper', ['.m2/wrapper']),
  ...cache('java', 'gradle cache', ['.gradle/caches', '.gradle/wrapper', '.gradle/daemon', '.gradle/native']),
  ...cache('java', 'sbt cache', ['.ivy2/cache', '.sbt/boot', '.cache/coursier']),
  ...cache('ccache', 'ccache', ['.ccache', '.cache/ccache', '/var/cache/ccache']),
  ...cache('sccache', 'sccache', ['.cache/sccache']),
  ...cache('git', '.git', ['.git']),
]

function generated(manager: string, name: string, paths: readonly string[]): PathRule[] {
  return rules({ kind: 'generated', manager, name, version: null, requested: null, path: null }, paths)
}

function cache(manager: string, name: string, paths: readonly string[]): PathRule[] {
  return rules({ kind: 'cache', manager, name, version: null, requested: null, path: null }, paths)
}

function rules(owner: Owner, paths: readonly string[]): PathRule[] {
  return paths.map((path) => ({ owner: { ...owner, path: path.startsWith('/') ? path : null }, path }))
}
