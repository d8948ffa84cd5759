/** Certificates of the simulated portal that all tests of a process share: making them takes a second or more. */
import { makeTestCertificates, type TestCertificates } from 'signering-portal/simulator'

let made: Promise<TestCertificates> | undefined

/** The certificates, made when they are first asked for. */
export async function testCertificates(): Promise<TestCertificates> {
  made ??= makeTestCertificates({ now: new Date() })
  return made
}
