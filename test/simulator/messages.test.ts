import { beforeEach, describe, expect, it } from 'vitest'
import { serviceError, portalSignatureJobResponse } from 'signering-portal/codec'
import { create, manifest } from '../../testing/simulator/raw-client.js'
import { begin, root, send } from '../../testing/simulator/simulated.js'

beforeEach(() => {
  begin()
})

describe('the messages', () => {
  it('keep every character of a reference', async () => {
    const reference = '&amp; <&#9;> "q" æ😀'
    const escaped = reference.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    const response = await create(send, root, manifest, `<reference>${escaped}</reference>`)
    expect(portalSignatureJobResponse.decode(await response.text()).reference).toBe(reference)
  })

  it('keep tab and line breaks', async () => {
    const response = await create(send, root, manifest, '<reference>a&#9;b&#10;c&#13;d</reference>')
    expect(portalSignatureJobResponse.decode(await response.text()).reference).toBe('a\tb\nc\rd')
  })

  it('of an error tell what is wrong and no value', async () => {
    const response = await create(
      send,
      root,
      manifest,
      '<reference>12345678910</reference><secret>12345678910</secret>',
    )
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(serviceError.decode(text).errorCode).toBe('SCHEMA_VALIDATION_ERROR')
    expect(text).toContain('schema.element-unexpected')
    expect(text).not.toContain('12345678910')
    expect(text).not.toContain('secret')
  })
})
