/** Endpoints of the engines beside the machine's own, as script/engines prints them; none where it did not run. */
export const otherEngines = (process.env.ISG_ENGINES ?? '').split(',').filter((endpoint) => endpoint !== '')

/** Those that differ in more than where a containerd keeps its blobs, which neither builds nor saves depend on. */
export const otherStores = otherEngines.filter((endpoint) => !endpoint.endsWith('/system.sock'))
