import { terminal } from './entry/terminal.ts'

void terminal(process).then((code) => {
  process.exitCode = code
})
