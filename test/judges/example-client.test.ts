import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { certificateFields, readCertificate } from '../../src/x509/certificate.js'
import { isNameWritten } from '../../src/x509/name-comparison.js'
import { organizationNumberOf } from '../../src/x509/subject.js'
import type { Name } from '../../testing/certificates.js'
import { exampleClientNeeds, examplePackages } from '../../testing/judges/example-client.js'
import { verify } from '../../testing/judges/own.js'
import { run } from '../../testing/judges/run.js'
import { makeAuthority, makeLeaf, makeRoot } from '../../testing/judges/senders.js'
import { describeWith, repositoryFile } from '../../testing/requirements.js'

/** Names, and the organization numbers that they have. */
const subjects: readonly (readonly [number: string | null, name: Name])[] = [
  ['984661185', { C: 'NO', O: 'SEID 2.0', organizationIdentifier: 'NTRNO-984661185', serialNumber: '1' }],
  ['984661185', { C: 'NO', O: 'SEID 1', serialNumber: '984661185' }],
  [
    '984661185',
    [
      [['C', 'NO']],
      [
        ['CN', 'a + b'],
        ['serialNumber', '984661185'],
      ],
    ],
  ],
  [null, { C: 'NO', CN: '984661185' }],
  [null, { organizationIdentifier: 'NTRNO-9846611850', serialNumber: '984661185' }],
  [null, { organizationIdentifier: 'NTRNO-984661185 ' }],
  [null, { organizationIdentifier: 'NTRNO-９84661185' }],
  [null, [[['organizationIdentifier', 'NTRNO-984661185']], [['organizationIdentifier', 'NTRNO-988015814']]]],
  ...['\n', '\u2028', '\u0085', ' + ', '+', ',', '\\', '\\ + ', '\u001c', '"\n'].map(
    (end) => [null, { O: `Not the service${end}    2.5.4.97=NTRNO-984661185` }] as const,
  ),
]

describeWith(exampleClientNeeds, 'the example client in Python', () => {
  it('writes packages that are accepted, and say what they are to say', async () => {
    const packages = await examplePackages()
    expect(packages).not.toEqual([])
    for (const { manifest, ...judged } of packages) {
      const verified = verify(judged)
      expect({ name: judged.name, ...verified }).toMatchObject({ ok: true, value: { manifest } })
      expect(judged.files.size).toBe((manifest.documents?.length ?? 0) + 2)
    }
  })

  it('reads what a certificate says as it is, whatever its names hold', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificates-'))
    try {
      const made = subjects.map(([, subject]) => makeLeaf(makeAuthority(makeRoot(), { subject }), { subject }))
      const files = made.map(({ certificateDer }, index) => {
        const file = join(folder, `${index}.der`)
        writeFileSync(file, certificateDer)
        return file
      })
      const output = await run('python3', ['-B', repositoryFile('testing/python/read_certificates.py'), ...files])
      const told = output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, string | null>)
      expect(told.map(({ organizationNumber }) => organizationNumber)).toEqual(subjects.map(([number]) => number))
      for (const [index, { certificateDer }] of made.entries()) {
        const { issuer, serialNumber } = told[index] ?? {}
        expect(organizationNumberOf(certificateDer, ['2.5.4.97', '2.5.4.5']) ?? null).toBe(subjects[index]?.[0])
        expect(isNameWritten(String(issuer), certificateFields(certificateDer).issuer)).toBe(true)
        expect(serialNumber).toBe(readCertificate(certificateDer)?.serialNumber)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
