import { action } from './entry/action.ts'
import { keepHeapSmall } from './entry/small-heap.ts'

// Warnings for Node's developers about our libraries: nobody who reads the log can act on them.
process.noDeprecation = true
keepHeapSmall()
void action(process).then((code) => process.exit(code))
