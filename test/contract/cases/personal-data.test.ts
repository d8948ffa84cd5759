import { describe, expect, it } from 'vitest'
import { holdsPersonalData } from '../../../src/contract/cases/personal-data.js'

const [number, email, mobile] = ['01015453881', 'first@example.com', '00112233']

describe('a line of a log holds', () => {
  it.each([
    ['a number', `to sign: ${number}`, number],
    ['a number with a space', 'to sign: 010154 53881', number],
    ['a number with hyphens', '010-154-538-81', number],
    ['pairs', '00 11 22 33', mobile],
    ['all but the last', 'to sign: 0101545388*', number],
    ['capitals', 'FIRST@EXAMPLE.COM', email],
    ['JSON', String.raw`"first\u0040example.com"`, email],
    ['decimal references', 'first&#64;example.com', email],
    ['hexadecimal references', 'first&#x40;example.com', email],
    ['percent-encoding', '/to/first%40example.com', email],
    ['base64', `data:${Buffer.from(`{"to":"${email}"}`).toString('base64')}`, email],
    ['base64 of an escape', Buffer.from('{"to":"first&#64;example.com"}').toString('base64'), email],
  ])('%s', (_, line, value) => {
    expect(holdsPersonalData(line, value)).toBe(true)
  })
})

describe('a line of a log does not hold', () => {
  it.each([
    ['what is masked', 'to sign: 010154*****, f***@example.com', number],
    ['an address that is masked', 'f***@example.com', email],
    ['half of a mobile number', '0011****', mobile],
    ['a time', '2026-11-30T00:11:22.330Z', mobile],
    ['the number of a job', 'job 9007199254740993', number],
    ['what is no escape', '%FF &#1114112; %', email],
  ])('%s', (_, line, value) => {
    expect(holdsPersonalData(line, value)).toBe(false)
  })
})
