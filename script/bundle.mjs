// Bundles src/ into dist/: files that run without node_modules.
// Usage: node script/bundle.mjs [FOLDER]   (default: dist)

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { licenseText } from './licenses.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Writes index.mjs, cli.mjs, cache.mjs (which the action loads when it keeps layers), the chunks that they share or
 * import on demand, and licenses.txt into a folder, and removes what an earlier call left there. The same sources give
 * the same names and bytes on every machine. Chunks, because a start parses only what it imports.
 * The native add-ons of ssh2 are optional and left out: whether one was compiled on this machine must not change the
 * bundle.
 */
export async function bundle(folder) {
  const output = resolve(root, folder)
  empty(output)
  const { metafile } = await build({
    entryPoints: { index: 'src/index.ts', cli: 'src/cli.ts', cache: 'src/runner-cache/index.ts' },
    absWorkingDir: root,
    outdir: output,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    // What CommonJS offers its modules and some of our libraries use.
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
    },
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    external: ['*.node', 'cpu-features'],
    plugins: [withoutUnused, withLeanModem, withOurs],
    metafile: true,
    logLevel: 'warning',
  })
  writeFileSync(join(output, 'licenses.txt'), licenseText(root, metafile))
}

/** Removes an earlier bundle, and nothing else. */
function empty(folder) {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  if (!existsSync(join(folder, 'licenses.txt')))
    throw new Error(`${folder} holds something that is no bundle`)
  rmSync(folder, { recursive: true })
}

/**
 * Parts of libraries that nothing here uses, and whose loading costs every start. dockerode's BuildKit session and
 * progress reader also read .proto files beside themselves, which a bundle has not: we build with buildx or without
 * a session, and pack contexts ourselves. docker-modem's ssh transport: an ssh endpoint is refused, see
 * src/effects/docker/connect.ts. @actions/core's OpenID client brings an HTTP client along, its platform details a
 * child process.
 */
const leftOut = [
  { importer: /[\\/]dockerode[\\/]lib[\\/]/, path: /^\.\/(session|buildkit)$/ },
  { importer: /[\\/]dockerode[\\/]lib[\\/]/, path: /^(tar-fs|@balena\/dockerignore)$/ },
  { importer: /[\\/]docker-modem[\\/]lib[\\/]/, path: /^\.\/ssh$/ },
  { importer: /[\\/]@actions[\\/]core[\\/]lib[\\/]/, path: /^\.\/oidc-utils\.js$/, name: 'OidcClient' },
  { importer: /[\\/]@actions[\\/]core[\\/]lib[\\/]/, path: /^\.\/platform\.js$/ },
]

/** Calling what was left out is a bug, and says so. */
const withoutUnused = {
  name: 'without-unused',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^[^/]/ }, ({ path, importer }) => {
      const part = leftOut.find((part) => part.path.test(path) && part.importer.test(importer))
      return part ? { path, namespace: 'left-out', pluginData: part } : null
    })
    esbuild.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path, pluginData }) => ({
      contents: `module.exports = () => { throw new Error("${path} is not part of this bundle") }
        module.exports.${pluginData.name ?? 'default'} = module.exports`,
    }))
  },
}

/**
 * What docker-modem gets instead of modules that it imports. It writes every request out for a debug log, whether
 * somebody reads that or not: with all credentials, and past our redaction. TLS takes longer to load than all else that
 * talks to an engine, and most engines are behind a socket. Streams of its own Node has had for years.
 */
const forModem = {
  debug: 'module.exports = () => () => {}',
  util: 'module.exports = { inherits: require("node:util").inherits, inspect: () => "" }',
  https: `exports.request = (...given) => require("node:https").request(...given)
    exports.get = (...given) => require("node:https").get(...given)`,
  'readable-stream': 'module.exports = require("node:stream")',
}

const withLeanModem = {
  name: 'with-lean-modem',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^[^./]/ }, ({ path, importer }) =>
      path in forModem && /[\\/]docker-modem[\\/]lib[\\/]/.test(importer)
        ? { path, namespace: 'for-modem' }
        : null,
    )
    esbuild.onLoad({ filter: /.*/, namespace: 'for-modem' }, ({ path }) => ({ contents: forModem[path] }))
  },
}

/** Modules of @actions/cache that ours stand for; why is said there. */
const withOurs = {
  name: 'with-ours',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^@actions\/core$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]/.test(importer)
        ? { path: resolve(root, 'src/runner-cache/library-log.ts') }
        : null,
    )
    esbuild.onResolve({ filter: /^\.\/internal\/tar\.js$/ }, () => ({
      path: resolve(root, 'src/runner-cache/library-archive.ts'),
    }))
  },
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(process.argv[2] ?? 'dist')
