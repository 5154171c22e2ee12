/** Where an instruction stands. Lines are 1-based; `file` is relative to the repository's root. */
export interface InstructionPlace {
  readonly file: string
  readonly line: number
  readonly endLine: number
  /** Name of the stage; null when it has none. */
  readonly stage: string | null
  /** What `COPY --from` names: the stage by its name where it has one, else the image or number as written. */
  readonly copyFrom: string | null
}

/**
 * A text in which a builder filled in variables: the literal parts between them, in order. One part is a
 * text without variables.
 */
export type TextParts = readonly string[]

/** An instruction of a Dockerfile that can make a layer, in the words that builders write into the history. */
export type LayerInstruction = InstructionPlace &
  (
    | {
        readonly keyword: 'RUN'
        /** The command with every run of white space as one space. */
        readonly command: string
        /** The shell before the command: of SHELL, `/bin/sh -c` without one; null for the form without a shell. */
        readonly shell: string | null
      }
    | {
        readonly keyword: 'COPY' | 'ADD'
        /** Sources and destination, without flags. */
        readonly words: TextParts
        readonly destination: TextParts
      }
    | { readonly keyword: 'WORKDIR'; readonly destination: TextParts }
  )
