/** Takes bytes that are its own until it returns, or until what it returns resolves. */
export type Take = (chunk: Buffer) => void | Promise<void>
