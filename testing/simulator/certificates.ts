/** Certificates of the simulated portal that all tests of a process share: making them takes a second or more. */
import { makeTestCertificates, type TestCertificates } from 'signering-portal/simulator'

/** When the transcript of docs/driver.md begins: the certificates are valid then, and for ten years. */
export const transcriptStart: Date = new Date('2026-11-29T16:30:00Z')

let made: Promise<TestCertificates> | undefined

/** The certificates, made when they are first asked for. */
export async function testCertificates(): Promise<TestCertificates> {
  made ??= makeTestCertificates({ now: new Date(Math.min(Date.now(), transcriptStart.getTime())) })
  return made
}
