/**
 * What `npm run mutation -- FOLDER` puts faults into, and the tests that are to notice them: those of the folder that take no
 * time, and no judge, process or browser.
 *
 * @module
 */

/** A folder of `src`. */
export interface MutatedFolder {
  /** Its tests, as patterns of paths. */
  readonly tests: readonly string[]
  /** The score that it must reach, in percent. */
  readonly score: number
}

/** By the names of the folders. */
export const mutatedFolders: Readonly<Record<string, MutatedFolder>> = {
  codec: {
    tests: [
      'test/codec/!(declare|copies).test.ts',
      'test/codec/portal/!(file-name).test.ts',
      'test/properties/codecs.test.ts',
    ],
    score: 90,
  },
  xml: {
    tests: ['test/xml/*.test.ts', 'test/codec/sources.test.ts'],
    score: 90,
  },
  x509: { tests: ['test/x509/*.test.ts'], score: 90 },
  manifest: { tests: ['test/manifest/!(compile-errors|odd-values|rules.property).test.ts'], score: 90 },
  bundle: {
    tests: [
      'test/bundle/**/!(foreign-names|key-after-key|odd-values.property|pkcs12.many-rounds|write.time-zone).test.ts',
    ],
    score: 90,
  },
  http: {
    tests: ['test/http/!(memory|transports|simulator|polling-guide|odd-values|tls-options.pkcs12).test.ts'],
    score: 90,
  },
  simulator: { tests: ['test/simulator/*.test.ts'], score: 80 },
  contract: { tests: ['test/contract/!(matrix|*-driver|openapi).test.ts', 'test/contract/cases/*.test.ts'], score: 80 },
}

/** The folders without a score, and why. */
export const foldersLeftOut: Readonly<Record<string, string>> = {
  cli: 'what it does is seen in processes, which take too long for thousands of faults',
  trust: 'holds certificates, which test/trust compares with their fingerprints',
}
