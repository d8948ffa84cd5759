/**
 * Signers, and how they are addressed and notified (portal.xsd, types `portal-signer`, `notifications` and
 * `notifications-using-lookup`).
 *
 * @module
 */
import {
  attribute,
  choice,
  complexType,
  element,
  emptyType,
  integer,
  optionalAttribute,
  optionalElement,
  string,
} from '../declare.js'
import type { ComplexType } from '../spec.js'
import {
  personalIdentificationNumber,
  signatureType,
  signingOnBehalfOf,
  type SignatureType,
  type SigningOnBehalfOf,
} from './common.js'

/** Type `enabled`: an element without content. It is there (`true`) or it is absent. */
export type Enabled = true

const enabled: ComplexType<Enabled> = emptyType('enabled')

/** Type `email`: where e-mail reaches the signer. */
export interface Email {
  /** Attribute `address`: an e-mail address. The schema does not check its form. */
  readonly address: string
}

const email: ComplexType<Email> = complexType({ name: 'email', attributes: [attribute('address', string())] })

/** Type `sms`: where SMS reaches the signer. */
export interface Sms {
  /** Attribute `number`: a mobile number. The schema does not check its form. */
  readonly number: string
}

const sms: ComplexType<Sms> = complexType({ name: 'sms', attributes: [attribute('number', string())] })

/** {@link Notifications} with an e-mail address, and a mobile number if wanted. */
export interface EmailNotifications {
  /** Element `email`: where e-mail reaches the signer. */
  readonly email: Email
  /** Element `sms`: where SMS reaches the signer. Omitted: there is e-mail alone. */
  readonly sms?: Sms | undefined
}

/** {@link Notifications} with a mobile number only. */
export interface SmsNotifications {
  /** Excluded: with an e-mail address these are {@link EmailNotifications}. */
  readonly email?: undefined
  /** Element `sms`: where SMS reaches the signer. */
  readonly sms: Sms
}

/** Type `notifications`: contact details that the sender supplies; an e-mail address, a mobile number, or both. */
export type Notifications = EmailNotifications | SmsNotifications

/** The declaration of {@link Notifications}. */
export const notifications: ComplexType<Notifications> = complexType({
  name: 'notifications',
  sequence: [choice([element('email', email), optionalElement('sms', sms)], [element('sms', sms)])],
})

/**
 * Type `notifications-using-lookup`: the service looks the signer's contact details up in the common contact register.
 * Only for public organizations.
 */
export interface NotificationsUsingLookup {
  /** Element `email`: notify by e-mail. Always present. */
  readonly email: Enabled
  /** Element `sms`: notify by SMS too, if the register has a mobile number. Omitted: by e-mail alone. */
  readonly sms?: Enabled | undefined
}

const notificationsUsingLookup: ComplexType<NotificationsUsingLookup> = complexType({
  name: 'notifications-using-lookup',
  sequence: [element('email', enabled), optionalElement('sms', enabled)],
})

/** What every signer may have, however addressed and notified. */
export interface PortalSignerCommon {
  /**
   * Element `signature-type`: the kind of electronic signature; omitted, it is authenticated for public organizations and
   * advanced for private ones.
   */
  readonly signatureType?: SignatureType | undefined
  /**
   * Element `on-behalf-of`: whether the signer signs for themself, `SELF`, or by virtue of a role in an organization,
   * `OTHER`; omitted, it is `SELF`.
   */
  readonly onBehalfOf?: SigningOnBehalfOf | undefined
  /**
   * Attribute `order`, 0 to 9. Signers with the lowest order go first; the next group may sign when all of the group
   * before have signed. Omitted: 0.
   */
  readonly order?: number | undefined
}

/** A signer addressed by national identity number, and notified by contact details that the sender supplies. */
export interface SignerWithNotifications extends PortalSignerCommon {
  /** Element `personal-identification-number`: eleven digits. */
  readonly personalIdentificationNumber: string
  /** Element `notifications`: the signer's e-mail address, mobile number, or both, which the sender supplies. */
  readonly notifications: Notifications
  /** Excluded by the national identity number. */
  readonly identifiedByContactInformation?: undefined
  /** Excluded by the sender's own contact details. */
  readonly notificationsUsingLookup?: undefined
}

/** A signer addressed, and notified, by contact details that the sender supplies. */
export interface SignerByContactInformation extends PortalSignerCommon {
  /** Element `identified-by-contact-information`: the contact details of the notifications say who the signer is. */
  readonly identifiedByContactInformation: Enabled
  /** Element `notifications`: the signer's e-mail address, mobile number, or both, which the sender supplies. */
  readonly notifications: Notifications
  /** Excluded by addressing with contact information. */
  readonly personalIdentificationNumber?: undefined
  /** Excluded by the sender's own contact details. */
  readonly notificationsUsingLookup?: undefined
}

/** A signer addressed by national identity number, and notified by details from the common contact register. */
export interface SignerWithLookup extends PortalSignerCommon {
  /** Element `personal-identification-number`: eleven digits. */
  readonly personalIdentificationNumber: string
  /**
   * Element `notifications-using-lookup`: by which contact details of the common contact register the signer is notified,
   * e-mail alone or SMS too. Only for public organizations.
   */
  readonly notificationsUsingLookup: NotificationsUsingLookup
  /** Excluded by the national identity number. */
  readonly identifiedByContactInformation?: undefined
  /** Excluded by the lookup. */
  readonly notifications?: undefined
}

/** What the schema allows though no sender may: a lookup needs the national identity number. */
export interface SignerByContactInformationWithLookup extends PortalSignerCommon {
  /** Element `identified-by-contact-information`: the contact details of the notifications say who the signer is. */
  readonly identifiedByContactInformation: Enabled
  /**
   * Element `notifications-using-lookup`: by which contact details of the common contact register the signer is notified,
   * e-mail alone or SMS too. Only for public organizations.
   */
  readonly notificationsUsingLookup: NotificationsUsingLookup
  /** Excluded by addressing with contact information. */
  readonly personalIdentificationNumber?: undefined
  /** Excluded by the lookup. */
  readonly notifications?: undefined
}

/** Type `portal-signer`: one who is to sign. */
export type PortalSigner =
  SignerWithNotifications | SignerByContactInformation | SignerWithLookup | SignerByContactInformationWithLookup

/** The declaration of {@link PortalSigner}. */
export const portalSigner: ComplexType<PortalSigner> = complexType({
  name: 'portal-signer',
  attributes: [optionalAttribute('order', integer('xs:int', { minInclusive: 0, maxInclusive: 9 }))],
  sequence: [
    choice(
      [element('personal-identification-number', personalIdentificationNumber)],
      [element('identified-by-contact-information', enabled)],
    ),
    optionalElement('signature-type', signatureType),
    choice(
      [element('notifications-using-lookup', notificationsUsingLookup)],
      [element('notifications', notifications)],
    ),
    optionalElement('on-behalf-of', signingOnBehalfOf),
  ],
})
