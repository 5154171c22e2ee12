import { namedNodes } from '../named-nodes.ts'
import type { Stacked } from '../stack.ts'

/** A gem; name and version are raw bytes. */
export interface Gem {
  readonly name: string
  readonly version: string
  readonly home: number
  /** What is the gem's own: files, and directories with all below them. */
  readonly nodes: readonly number[]
}

/**
 * Ruby's gems, by paths alone. In a home of gems `specifications/FULL.gemspec` (`specifications/default/` for those
 * that come with Ruby) describes what lies in `gems/FULL`, `doc/FULL` and `extensions/PLATFORM/API/FULL`
 * (`Gem::BasicSpecification`). Bundler keeps gems from git in `bundler/gems/NAME-COMMIT`.
 */
export function findGems(stacked: Stacked): Gem[] {
  const { owners } = stacked
  const described = gemDescribedBy(stacked)
  const fetched = gemFromGit(stacked)
  const gems: Gem[] = []
  const candidates = new Set([...namedNodes(stacked.tree).ending('.gemspec'), ...inGitDirectories(stacked)])
  for (const node of [...candidates].sort((one, other) => one - other)) {
    if ((owners[node] ?? -1) < 0) continue
    const gem = described(node) ?? fetched(node)
    if (gem) gems.push(gem)
  }
  return gems
}

/**
 * In: `NAME-VERSION` or `NAME-VERSION-PLATFORM`. Out: name and version. Both may have hyphens between them: the last
 * part that is a number with a dot is the version, else the first that is a number.
 */
export function splitGemName(full: string): { readonly name: string; readonly version: string } {
  const dotted = /^(.+)-(\d+\.[\w.]*)(?:-[a-z].*)?$/i.exec(full)
  const [, name, version] = dotted ?? /^(.+?)-(\d\w*)(?:-[a-z].*)?$/i.exec(full) ?? []
  return { name: name ?? full, version: version ?? '' }
}

function gemDescribedBy(stacked: Stacked): (node: number) => Gem | null {
  const { tree } = stacked
  const [specifications, standard] = [tree.names.find('specifications'), tree.names.find('default')]
  const extensions = new Map<number, ReadonlyMap<string, readonly number[]>>()
  return (node) => {
    const parent = tree.parent(node)
    const directory = tree.name(parent) === standard ? tree.parent(parent) : parent
    if (
      directory === 0 ||
      tree.name(directory) !== specifications ||
      !tree.names.endsWith(tree.name(node), '.gemspec')
    )
      return null
    const full = tree.names.text(tree.name(node)).slice(0, -'.gemspec'.length)
    const home = tree.parent(directory)
    const compiled = extensions.get(home) ?? extensionsOf(stacked, home)
    extensions.set(home, compiled)
    const own = ['gems', 'doc'].map((place) => tree.find(tree.find(home, place), full))
    const nodes = [node, ...own.filter((place) => place >= 0), ...(compiled.get(full) ?? [])]
    return { ...splitGemName(full), home, nodes }
  }
}

// By a gem's full name what lies three below `extensions`.
function extensionsOf({ tree }: Stacked, home: number): ReadonlyMap<string, readonly number[]> {
  const top = tree.find(home, 'extensions')
  const found = new Map<string, number[]>()
  if (top < 0) return found
  tree.below(top, (node) => {
    const platform = tree.parent(tree.parent(node))
    if (platform === 0 || tree.parent(platform) !== top) return
    const full = tree.names.text(tree.name(node))
    found.set(full, [...(found.get(full) ?? []), node])
  })
  return found
}

// What lies right below a directory `bundler/gems`.
function inGitDirectories({ tree }: Stacked): number[] {
  const bundler = tree.names.find('bundler')
  const found: number[] = []
  for (const home of bundler < 0 ? [] : namedNodes(tree).named('gems')) {
    if (tree.parent(home) === 0 || tree.name(tree.parent(home)) !== bundler) continue
    tree.eachChild(home, (node) => found.push(node))
  }
  return found
}

function gemFromGit({ tree }: Stacked): (node: number) => Gem | null {
  const [gems, bundler] = [tree.names.find('gems'), tree.names.find('bundler')]
  return (node) => {
    const home = tree.parent(node)
    const above = tree.parent(home)
    if (above === 0 || tree.name(home) !== gems || tree.name(above) !== bundler) return null
    const [, name, version] = /^(.+)-([0-9a-f]{7,40})$/.exec(tree.names.text(tree.name(node))) ?? []
    return name === undefined || version === undefined ? null : { name, version, home, nodes: [node] }
  }
}
