/** Awaits a request and turns its rejection into one of our own errors, see `engineError`. */
export type Call = <T>(request: Promise<T>) => Promise<T>
