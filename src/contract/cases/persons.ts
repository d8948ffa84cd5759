/**
 * The persons of the cases, who are made up.
 *
 * @module
 */
import type { PortalSigner } from '../../codec/portal/signer.js'

/**
 * National identity numbers whose check digits and dates are valid, for clients that check them, and that nobody has: of people
 * born in 1854, none of whom lived to see such numbers, which came in 1964. Synthetic numbers, which add 80 to the month, are
 * of nobody as well, but no date to many who check it.
 */
export const personalIdentificationNumbers = [
  '01015453881',
  '02025457660',
  '03035461115',
  '04045464887',
  '05055468585',
  '06065472382',
  '07075451088',
  '08085454820',
  '09095458448',
  '10105462102',
] as const

/** The example of a Norwegian mobile number in libphonenumber, for clients that check its form; nothing is ever sent to it. */
export const mobileNumber = '40612345'

/** A signer addressed by national identity number. */
export const firstSigner: PortalSigner = {
  personalIdentificationNumber: personalIdentificationNumbers[0],
  notifications: { email: { address: 'first@example.com' } },
}

/** Another signer. */
export const secondSigner: PortalSigner = {
  personalIdentificationNumber: personalIdentificationNumbers[1],
  notifications: { email: { address: 'second@example.com' }, sms: { number: mobileNumber } },
}

/** The signers of the ordinary job. */
export const ordinarySigners: readonly PortalSigner[] = [firstSigner, secondSigner]

/** A signer identified by contact information. */
export const contactSigner = {
  identifiedByContactInformation: true,
  notifications: { email: { address: 'third@example.com' } },
} as const

/** As many signers as a job may have. */
export const tenSigners: readonly PortalSigner[] = personalIdentificationNumbers.map(
  (personalIdentificationNumber, index) => ({
    personalIdentificationNumber,
    notifications: { email: { address: `signer${index}@example.com` } },
  }),
)
