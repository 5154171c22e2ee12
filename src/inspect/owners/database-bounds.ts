/**
 * Most bytes and files of package databases that are read of an image. Above either no owner is known, with the
 * reason: part of a database would give its files to others.
 */
export const mostDatabaseBytes = 64_000_000
export const mostDatabaseFiles = 50_000

/**
 * Most bytes of programs and archives that are read, beside the databases, for a version that only they have; of all
 * together, and of each. Where they have more together, none is read.
 */
export const mostVersionBytes = 16_000_000
export const mostVersionFileBytes = 8_000_000
export const mostVersionFiles = 50

/** Most bytes of a file that only explains: a larger one is not read, so that it never keeps the owners from being known. */
export const mostExplainingBytes = 256_000
