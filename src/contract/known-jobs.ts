/**
 * A portal that says what a case wants to know where a job that its client has named is none.
 *
 * @module
 */
import type { Simulator } from '../simulator/simulator.js'
import { requireThat } from './cases/assert.js'
import { shown } from './cases/difference.js'

/** A portal that answers as the given one does, and tells of a job that is none which ones there are. */
export function withKnownJobs(simulator: Simulator): Simulator {
  const requireKnown = (signatureJobId: string): void => {
    const ids = simulator.jobs().map((job) => job.signatureJobId)
    if (ids.includes(signatureJobId)) return
    const creates = simulator.exchanges().filter(({ resource }) => resource === 'create').length
    const requests = `${creates} ${creates === 1 ? 'request' : 'requests'} to create one`
    requireThat(
      ids.length > 0,
      `create gave signature-job-id ${shown(signatureJobId)}, but the service has no job: it got ${requests}`,
    )
    throw new Error(`signature-job-id: wanted ${ids.map((id) => shown(id)).join(' or ')}, got ${shown(signatureJobId)}`)
  }
  return {
    ...simulator,
    job: (signatureJobId) => {
      requireKnown(signatureJobId)
      return simulator.job(signatureJobId)
    },
    setSignerStatus: (signatureJobId, signer, status) => {
      requireKnown(signatureJobId)
      simulator.setSignerStatus(signatureJobId, signer, status)
    },
    postponeDeadline: (signatureJobId, deadline) => {
      requireKnown(signatureJobId)
      simulator.postponeDeadline(signatureJobId, deadline)
    },
  }
}
