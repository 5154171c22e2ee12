/**
 * The client of the runner's cache service, bundled into a file of its own: it is large, and only an action that
 * keeps layers loads it. The bundler puts `library-log.ts` and `library-archive.ts` in the place of two modules of
 * the library.
 */
export { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache'
export { connect } from './connection.ts'
