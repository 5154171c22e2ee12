// Bundles src/ into dist/: one file per entry, which runs without node_modules.
// Usage: node script/bundle.mjs [FOLDER]   (default: dist)

import { writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { licenseText } from './licenses.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Writes index.cjs, cli.cjs, cache.cjs (which the action loads when it keeps layers) and licenses.txt into a folder; the same sources give the same bytes on every machine.
 * CommonJS, because dockerode's dependencies `require` Node's modules and read `__dirname`, which an
 * ESM bundle has not. The native add-ons of ssh2 are optional and left out: whether one was compiled
 * on this machine must not change the bundle.
 */
export async function bundle(folder) {
  const entries = await build({
    ...shared(folder),
    entryPoints: { index: 'src/index.ts', cli: 'src/cli.ts' },
    plugins: [withoutUnused],
  })
  const cache = await build({
    ...shared(folder),
    entryPoints: { cache: 'src/runner-cache/index.ts' },
    // A part of the library asks for its own address, which a bundle in CommonJS has under another name.
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: 'const bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
    plugins: [withOurs],
  })
  const metafile = { inputs: { ...entries.metafile.inputs, ...cache.metafile.inputs } }
  writeFileSync(resolve(root, folder, 'licenses.txt'), licenseText(root, metafile))
}

function shared(folder) {
  return {
    metafile: true,
    absWorkingDir: root,
    outdir: resolve(root, folder),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    external: ['*.node', 'cpu-features'],
    logLevel: 'warning',
  }
}

/**
 * Parts of libraries that nothing here uses, and whose loading costs every start. dockerode's BuildKit session and
 * progress reader also read .proto files beside themselves, which a bundle has not: we build with buildx or without
 * a session. docker-modem's ssh transport: an ssh endpoint is refused, see src/effects/docker/connect.ts.
 * @actions/core's OpenID client brings an HTTP client along, its platform details a child process.
 */
const leftOut = [
  { importer: /[\\/]dockerode[\\/]lib[\\/]/, path: /^\.\/(session|buildkit)$/ },
  { importer: /[\\/]docker-modem[\\/]lib[\\/]/, path: /^\.\/ssh$/ },
  { importer: /[\\/]@actions[\\/]core[\\/]lib[\\/]/, path: /^\.\/oidc-utils\.js$/, name: 'OidcClient' },
  { importer: /[\\/]@actions[\\/]core[\\/]lib[\\/]/, path: /^\.\/platform\.js$/ },
]

/** Calling what was left out is a bug, and says so. */
const withoutUnused = {
  name: 'without-unused',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\// }, ({ path, importer }) => {
      const part = leftOut.find((part) => part.path.test(path) && part.importer.test(importer))
      return part ? { path, namespace: 'left-out', pluginData: part } : null
    })
    esbuild.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path, pluginData }) => ({
      contents: `module.exports = () => { throw new Error("${path} is not part of this bundle") }
        module.exports.${pluginData.name ?? 'default'} = module.exports`,
    }))
  },
}

/** Modules of @actions/cache that ours stand for; why is said there. */
const withOurs = {
  name: 'with-ours',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^@actions\/core$/ }, () => ({
      path: resolve(root, 'src/runner-cache/library-log.ts'),
    }))
    esbuild.onResolve({ filter: /^\.\/internal\/tar\.js$/ }, () => ({
      path: resolve(root, 'src/runner-cache/library-archive.ts'),
    }))
  },
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(process.argv[2] ?? 'dist')
