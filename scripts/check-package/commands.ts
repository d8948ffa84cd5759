/**
 * What commands and keys say where an optional package is not installed.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { namespace } from '../../src/codec/spec.js'
import { lockedSafe, pkcs12File } from '../../testing/bundle/pkcs12.js'
import { der, integer, objectIdentifier, sequence, utf8 } from '../../testing/der.js'
import { folder, problems } from './installed.js'
import { manifest } from '../manifest.js'

const command = (...options: readonly string[]): { readonly status: number | null; readonly stderr: string } =>
  spawnSync(join(folder, 'node_modules', '.bin', manifest.name), options, { cwd: folder, encoding: 'utf8' })

function demand(words: string, name: string, ...options: readonly string[]): void {
  const { status, stderr } = command(name, ...options)
  if (status !== 2 || !stderr.includes(`${name} needs the optional ${words}`))
    problems.push(`${name} does not say what it needs: ${stderr}`)
}

/** Where a command cannot run for want of a package, it says so, and the others work. */
export function checkCommands(): void {
  demand('package xmlbuilder2: install it.', 'serve')
  demand('package xmlbuilder2: install it.', 'contract', '--', 'true')
  const [forge, absent] = [join(folder, 'node_modules', 'node-forge'), join(folder, 'absent-forge')]
  renameSync(forge, absent)
  demand('packages xmlbuilder2 and node-forge: install them.', 'contract', '--', 'true')
  demand('packages xmlbuilder2 and node-forge: install them.', 'certificates', 'made')
  renameSync(absent, forge)
  const listed = command('contract', '--list')
  if (listed.status !== 0) problems.push(`the cases are not listed without packages that run them: ${listed.stderr}`)
  writeFileSync(join(folder, 'request.xml'), `<portal-signature-job-request xmlns="${namespace}"/>`)
  const validated = command('validate', 'request.xml')
  if (validated.status !== 0) problems.push(`validate does not work without the package of serve: ${validated.stderr}`)
}

/** Where a key cannot be read, or certificates not be made, for want of a package, the issue says so. */
export function checkForge(): void {
  const algorithm = sequence(
    objectIdentifier('1.2.840.113549.1.12.1.6'),
    sequence(der(0x04, utf8('salt')), integer(1n)),
  )
  const file = Buffer.from(pkcs12File([lockedSafe(algorithm, new Uint8Array(8))])).toString('base64')
  const code = `const { safeSigningKeyFromPkcs12 } = await import('${manifest.name}/pkcs12')
    const pkcs12 = Buffer.from('${file}', 'base64')
    console.log(JSON.stringify(await safeSigningKeyFromPkcs12({ pkcs12, passphrase: '' })))`
  const { stdout, stderr } = spawnSync('node', ['--input-type=module', '--eval', code], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (!stdout.includes('RC2, which needs the optional package node-forge: install it.'))
    problems.push(`a key that is encrypted with RC2 does not say what it needs: ${stdout}${stderr}`)
  demand('package node-forge: install it.', 'certificates', 'made')
  demand('package node-forge: install it.', 'contract', '--', 'true')
}
