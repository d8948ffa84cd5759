/** A process that works for a service, or creates a job, and is killed at a point. */
import { writeSync } from 'node:fs'
import { createJob } from '../../examples/service/creation.js'
import { step } from '../../examples/service/worker.js'
import { form, openService, type Task } from './portal.js'

const { settings, store, killAt, jobId } = JSON.parse(process.argv[2] ?? '') as Task
let point = 0
const service = await openService(settings, store, async (name) => {
  point += 1
  if (point !== killAt) return
  writeSync(1, name)
  process.kill(process.pid, 'SIGKILL')
  // The signal comes from elsewhere: nothing more is done until then.
  await new Promise(() => setInterval(() => undefined, 1000))
})
if (jobId !== undefined) await createJob(service, jobId, form)
else while (await step(service));
await service.database.close()
process.exit()
