/** A process that takes a folder and keeps it until it is ended. */
import { lockFolder } from '../../examples/service/folder-lock.js'

const [folder = '', patienceSeconds] = process.argv.slice(2)
await lockFolder(folder, Number(patienceSeconds))
console.log('taken')
setInterval(() => undefined, 1000)
