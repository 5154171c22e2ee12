/** Bytes that are read from a file at a time. */
export const readSize = 256 * 1024
