import { databases as apkDatabases } from './apk.ts'
import { rpmFiles, rpmPlaces } from './rpm/rpm.ts'

/** Files of package databases that have one place each. */
export const singleFiles: readonly string[] = [
  '/var/lib/apt/extended_states',
  '/etc/apk/world',
  ...apkDatabases,
  ...rpmPlaces.flatMap((place) => rpmFiles.map((name) => `${place}/${name}`)),
]

/** Directories, and which files at and below them are part of a package database. */
export const databaseDirectories = [
  { path: '/var/lib/dpkg', holds: /^(?:status|diversions|info\/[^/]+\.list|status\.d\/[^/]+)$/ },
  { path: '/var/lib/pacman/local', holds: /^[^/]+\/(?:desc|files)$/ },
] as const

/** Files that describe packages anywhere: their name, and the name of the directory that they are in. */
export const describingNames = [
  { name: 'RECORD', below: /\.dist-info$/ },
  { name: 'REQUESTED', below: /\.dist-info$/ },
  { name: 'METADATA', below: /\.dist-info$/ },
  { name: 'top_level.txt', below: /\.(?:dist|egg)-info$/ },
  { name: 'installed-files.txt', below: /\.egg-info$/ },
  { name: '.package-lock.json', below: /^node_modules$/ },
  { name: '.yarn-state.yml', below: /^node_modules$/ },
  { name: '.yarn-integrity', below: /^node_modules$/ },
  { name: '.pnp.cjs', below: /^/ },
  { name: '.pnp.js', below: /^/ },
  { name: '.pnp.data.json', below: /^/ },
  { name: 'installed.json', below: /^composer$/ },
  { name: 'VERSION', below: /^go$/ },
] as const

/** The same for files of any name that ends so; .NET's lists in the cache that packages come from say nothing. */
export const describingEndings = [
  { ending: '.deps.json', below: /^/, notIn: '/.nuget/' },
  { ending: '.json', below: /^conda-meta$/, notIn: null },
] as const
