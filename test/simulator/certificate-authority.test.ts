import { expect, test } from 'vitest'
import { loadCertificateWriter } from '../../src/simulator/certificate-authority.js'

test('where node-forge is missing, the error says so in one line, with the code of Node', async () => {
  const absent = (): Promise<never> => Promise.reject(new Error('Cannot find package'))
  await expect(loadCertificateWriter(absent)).rejects.toMatchObject({
    message: 'Certificates for tests need the optional package node-forge: install it.',
    code: 'ERR_MODULE_NOT_FOUND',
  })
})
