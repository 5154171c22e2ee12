/** Names that a package has in one directory (an absolute path, empty for `/`); raw bytes. */
export interface FilesIn {
  readonly directory: string
  readonly names: readonly string[]
}

/**
 * In: a list of absolute paths, one a line, as dpkg keeps it. Out: the same by directory, without the paths that have
 * others of the list below them: those are directories. Lists name what a directory holds one after the other, so
 * that hardly a path is taken apart twice.
 */
export function pathsByDirectory(list: string): FilesIn[] {
  const found = new Map<string, string[]>()
  let directory = ''
  let names: string[] | undefined
  for (let at = 0, end = 0; at < list.length; at = end + 1) {
    end = list.indexOf('\n', at)
    if (end < 0) end = list.length
    if (list.charCodeAt(at) !== slashCode) continue
    let slash = end - 1
    while (list.charCodeAt(slash) !== slashCode) slash--
    if (!names || slash - at !== directory.length || !list.startsWith(directory, at)) {
      directory = list.slice(at, slash)
      names = found.get(directory) ?? []
      found.set(directory, names)
    }
    names.push(list.slice(slash + 1, end))
  }
  return withoutDirectories(found)
}

const slashCode = 0x2f

function withoutDirectories(found: ReadonlyMap<string, readonly string[]>): FilesIn[] {
  const inside = new Map<string, Set<string>>()
  for (const directory of found.keys()) {
    const slash = directory.lastIndexOf('/')
    const parent = slash < 0 ? null : directory.slice(0, slash)
    if (parent === null || !found.has(parent)) continue
    const known = inside.get(parent)
    if (known) known.add(directory.slice(slash + 1))
    else inside.set(parent, new Set([directory.slice(slash + 1)]))
  }
  return [...found].map(([directory, names]) => {
    const directories = inside.get(directory)
    return { directory, names: directories ? names.filter((name) => !directories.has(name)) : names }
  })
}
