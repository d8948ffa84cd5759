/** Clients that each make one mistake: one that other clients have made, or of that kind. Every one must fail a case. */
import { brokenAddresses } from './broken/addresses.js'
import { brokenBytes } from './broken/bytes.js'
import { brokenChangesOnceMore } from './broken/changes-once-more.js'
import { brokenChanges } from './broken/changes.js'
import { brokenConfirmations } from './broken/confirmations.js'
import { brokenContents } from './broken/contents.js'
import { brokenDownloads } from './broken/downloads.js'
import { brokenErrors } from './broken/errors.js'
import { brokenJobs } from './broken/jobs.js'
import { brokenLogs } from './broken/logs.js'
import { brokenWhereLost } from './broken/lost.js'
import { brokenOnceMore } from './broken/once-more.js'
import { brokenOrigins } from './broken/origins.js'
import { brokenPackages } from './broken/packages.js'
import { brokenPolls } from './broken/polls.js'
import { brokenRefusals } from './broken/refusals.js'
import { brokenResults } from './broken/results.js'
import { brokenSpellings } from './broken/spellings.js'
import { brokenTexts } from './broken/texts.js'
import { brokenWhereUnavailable } from './broken/unavailable.js'
import type { BrokenAdapter } from './clients.js'

export const brokenAdapters: readonly BrokenAdapter[] = [
  ...brokenJobs,
  ...brokenPackages,
  ...brokenPolls,
  ...brokenChanges,
  ...brokenAddresses,
  ...brokenDownloads,
  ...brokenErrors,
  ...brokenSpellings,
  ...brokenBytes,
  ...brokenRefusals,
  ...brokenResults,
  ...brokenOrigins,
  ...brokenLogs,
  ...brokenTexts,
  ...brokenContents,
  ...brokenWhereUnavailable,
  ...brokenWhereLost,
  ...brokenConfirmations,
  ...brokenOnceMore,
  ...brokenChangesOnceMore,
]
