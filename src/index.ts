import { action } from './entry/action.ts'

void action(process).then((code) => process.exit(code))
