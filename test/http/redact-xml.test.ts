import { redact } from 'signering-portal/http'
import { expect, test } from 'vitest'
import { redactText } from '../../src/http/redact-xml.js'

test.each([
  ['<title>Lease &amp; terms</title>', '<title>(title, 13)</title>'],
  ['a <x:title a="b>c"\n>Lease</x:title > b', 'a <x:title a="b>c"\n>(title, 5)</x:title > b'],
  ['<title><![CDATA[</title>]]>a</title>b', '<title>(title, 21)</title>b'],
  ['<title><!-- </title> --><?a </title>?>a</title>b', '<title>(title, 32)</title>b'],
  ['<title><!-- </title>', '<title>(title, 13)'],
  ['<title>half of a', '<title>(title, 9)'],
  ['<title>one<title>two</description>', '<title>(title, 3)<title>(title, 3)</description>'],
  ['<title/><title></title><title a="/">a</title>', '<title/><title></title><title a="/">(title, 1)</title>'],
  [
    '<personal-identification-number>x1</personal-identification-number>',
    '<personal-identification-number>(national identity number, 2)</personal-identification-number>',
  ],
  ['<nonsensitive-title>a</nonsensitive-title>', '<nonsensitive-title>(title, 1)</nonsensitive-title>'],
  ['<description>a</description>', '<description>(description, 1)</description>'],
  ['<email address="kari"/>', '<email address="(e-mail address, 4)"/>'],
  [`<a:sms\n junk number = 'one&#10;' other="2"/>`, `<a:sms\n junk number = '(telephone number, 4)' other="2"/>`],
  ['<sms number="half', '<sms number="(telephone number, 4)'],
  ['<email other="a" address=""/>', '<email other="a" address=""/>'],
  ['<titles>a</titles><sms>b</sms>', '<titles>a</titles><sms>b</sms>'],
  [String.raw`<email id=\"a\" address=\"kari\"/>a`, String.raw`<email id=\"a\" address=\"(e-mail address, 4)\"/>a`],
  [String.raw`<sms number=\\\"one\\\"/>a`, String.raw`<sms number=\\\"(telephone number, 3)\\\"/>a`],
])('%s becomes %s', (text, redacted) => {
  expect(redactText(text)).toBe(redacted)
  expect(redact(new TextEncoder().encode(`<a>${text}`))).toBe(`<a>${redacted}`)
})
