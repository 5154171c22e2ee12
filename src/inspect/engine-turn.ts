/**
 * Sends what is to be sent to the engine, and takes its answers, before something is counted for a while. Two turns: a
 * new connection is there in the first, and what was waiting for it goes out in the second.
 */
export async function engineTurn(): Promise<void> {
  await oneTurn()
  await oneTurn()
}

function oneTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
