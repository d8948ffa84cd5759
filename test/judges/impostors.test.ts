import { spawn } from 'node:child_process'
import { json } from 'node:stream/consumers'
import type { SecureVersion } from 'node:tls'
import { tlsOptions } from 'signering-portal/tls'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate, validity } from '../../testing/certificates.js'
import { folderWith } from '../../testing/cli/terminal.js'
import { describeWith, jdk, python, repositoryFile } from '../../testing/requirements.js'
import type { AskedThere, ToAsk } from '../../testing/tls/ask-all.js'
import { wronglyCertified } from '../../testing/tls/chains.js'
import { judge } from '../../testing/tls/judges.js'
import { listen } from '../../testing/tls/listening.js'
import { wronglyNamed } from '../../testing/tls/names.js'
import { rightServers } from '../../testing/tls/services.js'
import type { JudgeName, Shown } from '../../testing/tls/shown.js'
import { besideLooser, ways, type Way } from '../../testing/tls/ways.js'

const impostors = [...wronglyNamed(), ...wronglyCertified()]
const services = rightServers()
const all = [...impostors, ...services]
const byName = (list: readonly Shown[]): [string, Shown][] => list.map((shown) => [shown.name, shown])

const judges: readonly JudgeName[] = ['java', 'openssl']
const versions: readonly SecureVersion[] = ['TLSv1.2', 'TLSv1.3']
const client = makeCertificate({ subject: { CN: 'Sender AS' }, key: 'ec', serialNumber: 1n, ...validity })
const identity = { key: client.privateKeyPem, cert: client.certificatePem }

/** What became of one way to a server, and which of the connections that it heard of resumed a session. */
interface Asked {
  readonly way: Way
  readonly ours: readonly unknown[]
  readonly looser: readonly unknown[]
  readonly resumed: readonly boolean[]
}

/** Asks a server in every way; gives what it has heard besides the requests of looser callers, too. */
async function askEach(shown: Shown, version: SecureVersion): Promise<{ asked: readonly Asked[]; heard: string }> {
  const server = await listen(shown, version)
  const tls = tlsOptions({ ...identity, ca: shown.ca })
  const asked: Asked[] = []
  for (const way of ways) {
    const before = server.heard.length
    const outcome = await way.ask({ origin: server.origin, tls, theirs: [shown.cert] })
    asked.push({ way, ...outcome, resumed: server.heard.slice(before).map(({ isResumed }) => isResumed) })
  }
  // Once all connections are closed, all is heard.
  await server[Symbol.asyncDispose]()
  return { asked, heard: server.heard.map(({ text }) => besideLooser(text)).join('') }
}

/** How looser callers fare: those who check nothing are answered by everybody. */
const answeredLoosely = ({ way }: Asked): boolean => way.looser === 'check nothing'

it('there are many', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  expect([impostors.length >= 35, services.length >= 25]).toEqual([true, true])
})

describe.each(versions)('over %s', (version) => {
  describeWith([jdk, python], 'others judge as we do', () => {
    const verdicts: Partial<Record<JudgeName, readonly string[]>> = {}
    beforeAll(async () => {
      const servers = await Promise.all(all.map((shown) => listen(shown, version)))
      const judged = servers.map(({ port }, index) => ({ port, ca: all[index]?.ca ?? [] }))
      await Promise.all(judges.map(async (name) => (verdicts[name] = await judge(name, judged))))
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    })

    it.each(judges)('%s', (name) => {
      const unlike = all.flatMap(({ name: shown, refusedBy, otherwise }, index) => {
        const verdict = verdicts[name]?.[index]
        const isExpected = (verdict === 'service') === ((refusedBy === undefined) !== (otherwise?.[name] !== undefined))
        return isExpected ? [] : [{ shown, verdict }]
      })
      expect(unlike).toEqual([])
    })
  })

  it.each(byName(impostors))('nothing is said to an impostor with %s', async (_, shown) => {
    const { asked, heard } = await askEach(shown, version)
    expect(heard).toBe('')
    const { refusedBy = /^$/ } = shown
    const wrong = asked.filter(({ way: { looser }, ours }) => {
      // Of connections that others have made, the chain is looked at before what Node.js has found.
      const isOthers = looser !== undefined && looser !== 'as strict'
      return ours.some((one) => !refusedBy.test(String(one)) && !(isOthers && one === 'tls.server-certificate'))
    })
    expect(wrong).toEqual([])
    expect(asked.filter(answeredLoosely).flatMap(({ looser }) => looser)).toEqual(Array(6).fill(200))
    expect(asked.filter(({ way }) => way.looser === 'as strict').flatMap(({ looser }) => looser)).not.toContain(200)
  })

  it('nothing is said to any of them where Node.js is told to trust their authorities, too', async () => {
    const servers = await Promise.all(impostors.map(async (shown) => listen(shown, version)))
    const toAsk = servers.map(({ origin }, index): ToAsk => ({
      origin,
      tls: { ...identity, ca: impostors[index]?.ca ?? [] },
    }))
    const authorities = folderWith({ 'authorities.pem': impostors.map(({ cert }) => cert).join('') })('authorities.pem')
    const child = spawn(process.execPath, ['--import', 'tsx', repositoryFile('testing/tls/ask-all.ts')], {
      cwd: repositoryFile(''),
      env: { ...process.env, NODE_EXTRA_CA_CERTS: authorities },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    child.stdin.end(JSON.stringify(toAsk))
    const asked = (await json(child.stdout)) as readonly AskedThere[]
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    // It was told so.
    expect(asked.filter((one) => one.isTrustedByNode).length).toBeGreaterThan(10)
    const unlike = impostors.flatMap(({ name, refusedBy = /^$/ }, index) => {
      const { ours = [] } = asked[index] ?? {}
      return ours.length > 0 && ours.every((one) => refusedBy.test(String(one))) ? [] : [{ name, ours }]
    })
    expect(unlike).toEqual([])
    expect(servers.map(({ heard }) => heard.map(({ text }) => besideLooser(text)).join('')).join('')).toBe('')
  })

  it.each(byName(services))('the service is asked if it has %s', async (_, shown) => {
    const { asked, heard } = await askEach(shown, version)
    expect(asked.filter(({ ours }) => ours.some((one) => one !== 'OK'))).toEqual([])
    const sent = asked.flatMap(({ ours }) => ours)
    expect([heard.match(/POST \/ours /g), heard.length]).toEqual([sent.map(() => 'POST /ours '), heard.length])
    expect(asked.filter(({ way, resumed }) => way.resumes && !resumed.includes(true))).toEqual([])
  })
})
