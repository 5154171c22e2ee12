import { bytes, count } from '../../format.ts'
import { type Advice, type Advised, isOwn, pathsOf } from './advised.ts'

/**
 * Compilers, their headers and what builds with them, in the names of Debian, Alpine, Arch and Fedora: what a
 * program needs to be made and not to run. One advice for all of them.
 */
export function buildTools(advised: Advised): Advice[] {
  const tools = (advised.image.owners ?? [])
    .filter(({ kind, manager, name }) => kind === 'package' && isSystem(manager) && isBuildTool(name))
    .map(({ name, layers }) => ({ name, layers: layers.filter(([layer]) => isOwn(advised, layer)) }))
    .map((tool) => ({ ...tool, bytes: sum(tool.layers) }))
    .filter((tool) => tool.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
  if (tools.length === 0) return []
  const total = tools.reduce((all, tool) => all + tool.bytes, 0)
  const named = tools.slice(0, 3).map((tool) => `${tool.name} ${bytes(tool.bytes)}`)
  const others = tools.length > named.length ? ` and ${count(tools.length - named.length, 'other')}` : ''
  const layers = [...new Set(tools.flatMap((tool) => tool.layers.map(([layer]) => layer)))]
  return [
    {
      rule: 'build-tools',
      key: '',
      bytes: total,
      message: `${bytes(total)} of build tools are in the image (${named.join(', ')}${others}): build in a stage of its own, and copy what it makes with COPY --from`,
      paths: pathsOf(advised, layers, []),
      fixes: [],
    },
  ]
}

function isSystem(manager: string | null): boolean {
  return manager !== null && ['dpkg', 'apk', 'rpm', 'pacman'].includes(manager)
}

function isBuildTool(name: string): boolean {
  return name.length <= longestName && (names.has(name) || patterns.test(name))
}

// A name comes from the image; no honest one is longer.
const longestName = 128

const names: ReadonlySet<string> = new Set(
  [
    'build-essential build-base base-devel fakeroot fortify-headers linux-headers dpkg-dev make cmake cmake-data',
    'ninja ninja-build meson autoconf automake libtool m4 bison flex pkg-config pkgconf patch swig nasm yasm gdb',
    'rust cargo go golang maven gradle lld gcc-c++',
  ].flatMap((line) => line.split(' ')),
)

/** With versions and targets, such as `gcc-14-x86-64-linux-gnu`; `gcc-14-base` comes with every library of gcc. */
const patterns = new RegExp(
  `^(?:${[
    '(?:gcc|g\\+\\+|cpp|gfortran|clang|llvm|rustc)(?:-?\\d[\\d.]*)?(?:-dev|-tools|-[\\w-]*linux-[\\w-]+)?',
    '(?:openjdk-?\\d+|java-[\\d.]+-openjdk)-(?:jdk|devel)[\\w-]*',
    'golang-[\\w.-]+',
    'binutils(?:-[\\w-]+)?',
    'lib(?:a|t|l|ub|hwa)san\\d+',
    '[\\w.+-]+-(?:dev|devel)',
  ].join('|')})$`,
)

function sum(layers: readonly (readonly [layer: number, bytes: number])[]): number {
  return layers.reduce((total, [, added]) => total + added, 0)
}
