/** Sends what is to be sent to the engine, and takes its answers, before something is counted for a while. */
export function engineTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
