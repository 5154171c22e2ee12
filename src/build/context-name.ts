/** The directory in a context sent through the API that holds the files, where the Dockerfile is none of them. */
export const contextDirectory = '.image-size-guard-context'

/**
 * Any text that comes from a build (a step's name, an error, an image's history) with the Dockerfile's words as its
 * author wrote them: `COPY .image-size-guard-context/./a /b` is `COPY a /b`.
 */
export function asWritten(text: string): string {
  return text.replaceAll(words, '')
}

// A bind mount without a source got one; every other path got a directory before it.
const words = /,source=\.image-size-guard-context(?!\/)|\.image-size-guard-context\/(?:\.\/)?/g
