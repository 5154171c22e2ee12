/** A list of absolute paths, one a line, as dpkg keeps it: directories too, each before what it holds; raw bytes. */
export interface PathList {
  readonly text: string
  /** Files that lie elsewhere than the list says, by directory and name: their path. */
  readonly moved: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** Takes a list apart. */
export interface ListVisitor {
  /**
   * The directory of the paths that follow, without a slash at its end; not twice in a row the same. Out: whether
   * their names are wanted.
   */
  directory(path: string): boolean
  name(name: string): void
}

/**
 * Reads such a list in its order. Lists name what a directory holds one after the other, so that hardly a directory
 * is made a text of its own twice; nothing is kept.
 */
export function eachListed(text: string, visitor: ListVisitor): void {
  let directory: string | null = null
  let isWanted = false
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    if (text.charCodeAt(at) !== slashCode) continue
    let slash = end - 1
    while (text.charCodeAt(slash) !== slashCode) slash--
    if (directory === null || slash - at !== directory.length || !text.startsWith(directory, at)) {
      directory = text.slice(at, slash)
      isWanted = visitor.directory(directory)
    }
    if (isWanted) visitor.name(text.slice(slash + 1, end))
  }
}

const slashCode = 0x2f
