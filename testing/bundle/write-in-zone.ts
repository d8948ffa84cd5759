/** Writes a package in a process of its own, and prints its digest and the zone's offset in minutes. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { signingKeyFromPem, writeBundle } from 'signering-portal/bundle'
import { makeDocuments, makeManifest } from './packages.js'

const [, , keyFile = '', certificatesFile = '', signingTime = ''] = process.argv
const key = signingKeyFromPem({ key: readFileSync(keyFile), certificates: readFileSync(certificatesFile) })
const documents = makeDocuments(2)
const { bytes } = await writeBundle({
  manifest: makeManifest(documents),
  documents,
  key,
  signingTime: new Date(signingTime),
})
console.log(createHash('sha256').update(bytes).digest('hex'), new Date(signingTime).getTimezoneOffset())
