/**
 * True for copies that packages bring and nobody could leave out one by one: all of them lie where only the
 * system's packages put files, or all in packages of a language that one layer installed.
 */
export function areOfPackages(paths: readonly string[], isOneLayer: boolean): boolean {
  return (
    paths.every((path) => system.test(path)) || (isOneLayer && paths.every((path) => language.test(path)))
  )
}

/** Filesystem Hierarchy Standard 3.0: all of `/usr` but `/usr/local` and `/usr/src`, and what belongs there. */
const system = /^\/(?:usr\/(?!local\/|src\/)|bin\/|sbin\/|lib\w*\/|var\/(?:lib|cache)\/|etc\/)/

const language = /\/(?:site-packages|dist-packages|node_modules|vendor|gems)\//
