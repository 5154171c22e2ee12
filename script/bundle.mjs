// Bundles src/ into dist/: one file per entry, which runs without node_modules.
// Usage: node script/bundle.mjs [FOLDER]   (default: dist)

import { writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { licenseText } from './licenses.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Writes index.cjs, cli.cjs and licenses.txt into a folder; the same sources give the same bytes on every machine.
 * CommonJS, because dockerode's dependencies `require` Node's modules and read `__dirname`, which an
 * ESM bundle has not. The native add-ons of ssh2 are optional and left out: whether one was compiled
 * on this machine must not change the bundle.
 */
export async function bundle(folder) {
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { index: 'src/index.ts', cli: 'src/cli.ts' },
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
    plugins: [withoutBuildSession],
    logLevel: 'warning',
  })
  writeFileSync(resolve(root, folder, 'licenses.txt'), licenseText(root, metafile))
}

/**
 * dockerode's BuildKit session and progress reader read .proto files beside themselves, which a bundle
 * has not, and bring gRPC along. We build with buildx or without a session, so calling them is a bug.
 */
const withoutBuildSession = {
  name: 'without-build-session',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\/(session|buildkit)$/ }, ({ path, importer }) =>
      /[\\/]dockerode[\\/]lib[\\/]/.test(importer) ? { path, namespace: 'left-out' } : null,
    )
    esbuild.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error("dockerode's ${path} is not part of this bundle") }`,
    }))
  },
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(process.argv[2] ?? 'dist')
