/**
 * Marks in the files and the environment of commands, in what they are answered, and in what drivers write. What is typed may be
 * repeated, file names too (docs/cli.md).
 *
 * @module
 */
import { createPrivateKey } from 'node:crypto'
import { certificateAuthorities } from 'signering-portal/trust'
import { portalOperations } from 'signering-portal/http'
import { tlsOptions } from 'signering-portal/tls'
import { certificateIssues, certificatesIn } from '../../src/cli/check-certificate.js'
import { ask, contact } from '../../src/cli/check-service.js'
import { namespace } from '../../src/codec/spec.js'
import { messages } from '../cli/messages.js'
import { folderWith, run, start, type Surroundings } from '../cli/terminal.js'
import { makeInput, sender } from '../bundle/packages.js'
import { writeBundle } from 'signering-portal/bundle'
import { createAuthority, makeSender, organizationIdentifier } from '../certificates.js'
import { startServer, type Answer } from '../http/server.js'
import { smallDriver } from '../contract/small-driver.js'
import type { Listener } from './listener.js'
import { markedDocuments } from './marked.js'
import { everyMark, markedBytes, marks } from './marks.js'

const markedText = everyMark.map(([, mark]) => mark).join('\n')

/** Some of many. */
function some<T>(all: Iterable<T>, most: number): readonly T[] {
  const list = [...all]
  return list.filter((_, at) => at % Math.ceil(list.length / most) === 0)
}

/** Hears a command, with and without `--json`. */
async function tellOfCommand({ hear }: Listener, command: readonly string[], around: Surroundings = {}): Promise<void> {
  const [name = '', ...rest] = command
  for (const given of [command, [name, '--json', ...rest]])
    await hear(command.join(' '), async () => {
      const { stdout, stderr } = await run(given, around)
      return [stdout, stderr]
    })
}

async function tellOfMessages(listener: Listener): Promise<void> {
  const value = {
    signers: [{ personalIdentificationNumber: marks.person, [marks.name]: marks.mail }],
    title: marks.name,
  }
  const json = [
    ...[
      markedText,
      `{"${marks.name}": 1`,
      `{"${marks.mail}": {}}`,
      '{"redacted": {}, "error": {}}',
      `[${marks.person}]`,
    ],
    ...[
      `{"error": {"errorCode": "a", "errorCode": "${marks.name}"}}`,
      `{"error": {"${marks.person}": 1, "${marks.person}": 2}}`,
    ],
    ...[
      `{"error": ${marks.person}.5}`,
      `{"error": {"errorCode": ${marks.person}${marks.person}}}`,
      `{"error": {"errorCode": "\\u${marks.word}"}}`,
    ],
    ...[
      JSON.stringify({ 'portal-signature-job-manifest': value }),
      JSON.stringify({ error: { [marks.mail]: { [marks.person]: [] } } }),
    ],
    ...everyMark.map(([, mark]) =>
      JSON.stringify({ 'portal-signature-job-manifest': { [mark === marks.word ? marks.name : mark]: mark } }),
    ),
  ]
  for (const input of json) await tellOfCommand(listener, ['encode', '-'], { input })
  const documents = [
    ...some(markedDocuments(messages.manifest), 60).map(([, document]) => document),
    ...some(markedDocuments(messages.error), 30).map(([, document]) => document),
  ]
  for (const input of documents)
    for (const command of ['validate', 'decode']) await tellOfCommand(listener, [command, '-'], { input })
}

async function tellOfPackages(listener: Listener): Promise<void> {
  const { bytes } = await writeBundle(makeInput(1))
  const encrypted = createPrivateKey(sender.leaf.privateKeyPem)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: marks.passphrase })
    .toString()
  const file = folderWith({
    'package.asice': Buffer.concat([bytes, markedBytes]),
    'changed.asice': Buffer.from(Buffer.from(bytes).toString('latin1').replace('%PDF-1.4', '%PDF-1.5'), 'latin1'),
    'root.pem': sender.root.certificatePem,
    'chain.pem': sender.certificates,
    'key.pem': encrypted,
    'other.pem': `${marks.mail}\n-----BEGIN PRIVATE KEY-----\n${Buffer.from(markedText).toString('base64')}\n-----END PRIVATE KEY-----\n`,
    'marked.bin': markedBytes,
    'manifest.xml': messages.manifest.replace('01810010068', marks.person).replace('Of a case', marks.name),
    'document.pdf': markedBytes,
    'right.txt': `${marks.passphrase}\n`,
    'wrong.txt': `${marks.word}\n${marks.mail}\n`,
  })
  const environment = { SIGNERING_PORTAL_PASSPHRASE: marks.passphrase }
  for (const name of ['package.asice', 'changed.asice', 'marked.bin'])
    for (const trust of ['root.pem', 'marked.bin', 'other.pem'])
      await tellOfCommand(listener, ['verify', '--trust', file(trust), file(name)])
  for (const key of ['key.pem', 'other.pem', 'marked.bin'])
    for (const passphrase of [[], ['--passphrase-file', file('right.txt')], ['--passphrase-file', file('wrong.txt')]]) {
      const keys = ['--key', file(key), '--certificates', file('chain.pem'), ...passphrase]
      const store = ['--pkcs12', file(key), ...passphrase]
      for (const way of [keys, store]) {
        const place = ['--root', 'https://127.0.0.1:9/api', '--trust', file('root.pem')]
        for (const around of [{}, { environment }]) {
          await tellOfCommand(listener, ['check', ...place, '--organization', '123456785', ...way], around)
          await tellOfCommand(
            listener,
            ['bundle', '--manifest', file('manifest.xml'), ...way, '--output', file('out'), file('document.pdf')],
            around,
          )
        }
      }
    }
  for (const option of ['--state', '--key', '--certificates', '--trust'])
    await tellOfCommand(
      listener,
      [
        'serve',
        '--tls',
        '--key',
        file('key.pem'),
        '--certificates',
        file('chain.pem'),
        '--trust',
        file('root.pem'),
        option,
        file('marked.bin'),
      ],
      { environment },
    )
  await tellOfCommand(listener, ['serve', '--state', file('marked.bin')])
}

/** Hears what `check` says of a server, and the service. */
async function tellOfChecks({ hear, hearText }: Listener): Promise<void> {
  const authority = createAuthority('Enterprise root')
  const server = authority.issue([[organizationIdentifier, 'NTRNO-984661185']])
  const tls = tlsOptions({ ...authority.issue([['CN', 'Sender AS']]), ca: authority.root })
  const error = `<error xmlns="${namespace}"><error-code>${marks.word}</error-code><error-message>${marks.name}</error-message><error-type>${marks.mail}</error-type></error>`
  const answers: readonly Answer[] = [
    ...[302, 401, 403, 404, 418, 503].flatMap((status) => [
      { status, headers: { Location: marks.address, Date: marks.word }, body: markedText },
      { status, headers: { 'Content-Type': 'application/xml', Date: new Date(0).toUTCString() }, body: error },
    ]),
    {
      status: 200,
      headers: { 'Content-Type': `text/${marks.word}`, 'Content-Length': '9999' },
      body: markedText,
      cut: true,
    },
  ]
  for (const answer of answers) {
    await using there = await startServer(() => answer, { ...server, requestCert: true, ca: authority.root })
    const operations = portalOperations({ root: `${there.origin}/api`, organizationNumber: '123456785' })
    // The text itself is told, less what may be personal: that is what it is asked for.
    await hear('an answer', async () => ({ ...(await ask(operations, tls, 20_000)), ok: false, text: undefined }))
  }
  for (const other of [createAuthority('Another root'), authority]) {
    await using there = await startServer(
      () => ({ status: 200 }),
      other.issue([
        [organizationIdentifier, `NTRNO-${marks.person}`],
        ['O', marks.name],
      ]),
    )
    await hear('another server', async () => ({ ...(await contact(there.origin, tls, 20_000)), ok: false }))
  }
  const odd = makeSender({ subject: { O: marks.name, CN: marks.mail } })
  const chain = certificatesIn([odd.leaf, odd.intermediate, odd.root].map(({ certificateDer }) => certificateDer))
  const now = new Date('2026-11-30T12:00:00Z')
  for (const environment of [undefined, 'test', 'production'] as const)
    hearText(
      `a certificate in ${environment}`,
      JSON.stringify(certificateIssues(chain, '123456785', { environment, roots: [] }, now)),
    )
  // An authority below a root stands in for a certificate that only its owner has.
  const pem = certificateAuthorities.test.find(({ issuer, commonName }) => issuer !== commonName)?.pem ?? ''
  const issues = certificateIssues(
    certificatesIn([Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')]),
    '123456785',
    { environment: 'production', roots: [] },
    now,
  )
  hearText('one of another environment', JSON.stringify(issues))
}

/** Hears the contract suite, with a driver whose list of failures, and which itself, says marks. */
async function tellOfContract(listener: Listener): Promise<void> {
  const { command, arguments: given } = smallDriver(`say(${JSON.stringify(markedText)})`)
  const file = folderWith({ known: markedText, marked: markedBytes })
  for (const known of ['known', 'marked'])
    await tellOfCommand(listener, [
      'contract',
      '--known-failing',
      file(known),
      '--case',
      'organization',
      '--',
      command,
      ...given,
    ])
  const silent = smallDriver('setInterval(() => 0, 1000)')
  const started = start(['contract', '--json', '--', silent.command, ...silent.arguments])
  started.interrupt()
  const { stdout, stderr } = await started.ended
  listener.hearText('an interrupted run', stdout + stderr)
}

/** Hears the commands. */
export async function tellOfCommands(listener: Listener): Promise<void> {
  await tellOfMessages(listener)
  await tellOfPackages(listener)
  await tellOfChecks(listener)
  await tellOfContract(listener)
}
