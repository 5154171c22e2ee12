// What the host calls and where it finds things: the names and paths of a tree, the reader of tar-split that puts
// paths into it, and that of lists of paths.

export { detour, forgetDetours, named, passed, placePaths } from './lists'
export {
  asked,
  askedLength,
  bytes,
  end,
  extras,
  input,
  inputLength,
  layOut,
  modes,
  mostRecords,
  nodeNames,
  nodes,
  parents,
  sizes,
  starts,
} from './memory'
export { findName, hashName, intern, nameCount, takeNames } from './names'
export { child, findChild, nodeCount, takeNodes } from './nodes'
export { pathNode } from './paths'
export { mark, nextMarked } from './search'
export { ahead, readEntries, stopped } from './tar-split'
