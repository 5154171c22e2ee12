import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { dirname, isAbsolute, join, sep } from 'node:path'

/**
 * Lets Node keep the compiled code of the modules that are loaded from here on: in `image-size-guard` in
 * `XDG_CACHE_HOME`, else in `~/.cache`. Whoever can write there can run code as the user, so that nothing is kept where
 * others can, nor in a checkout, which a pull request can bring along and which is to stay as it is. Nothing is kept
 * either by a Node before 22.1; `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` go before. Never throws.
 */
export function keepCompiledCode(process: NodeJS.Process): void {
  const { NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME, HOME } = process.env
  if (NODE_COMPILE_CACHE || NODE_DISABLE_COMPILE_CACHE || !nodeModule.enableCompileCache) return
  const [home, below] = isSet(XDG_CACHE_HOME) ? [XDG_CACHE_HOME, ''] : [HOME, '.cache']
  if (!isSet(home)) return
  try {
    const directory = join(realpathSync(home), below, 'image-size-guard')
    if (!isOwn(home) || isCheckedOut(directory, realpathSync(process.cwd()))) return
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    if (isOwn(directory)) nodeModule.enableCompileCache(directory)
  } catch {
    // The start is slower, and nothing else.
  }
}

/** A path that is not absolute is to be ignored, says the XDG Base Directory Specification. */
function isSet(path: string | undefined): path is string {
  return path !== undefined && isAbsolute(path)
}

function isOwn(directory: string): boolean {
  const { uid, mode } = statSync(directory)
  return uid === process.getuid?.() && (mode & 0o022) === 0
}

/** Without git, the working directory is what is measured. */
function isCheckedOut(directory: string, workingDirectory: string): boolean {
  if (directory.startsWith(workingDirectory + sep)) return true
  const parent = dirname(directory)
  return (
    existsSync(join(directory, '.git')) || (parent !== directory && isCheckedOut(parent, workingDirectory))
  )
}
