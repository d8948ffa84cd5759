/**
 * Where the codecs and a validator of XML Schema are known to disagree, and why.
 *
 * @module
 */

/** A known disagreement. */
export interface Exception {
  readonly id: string
  /** What a document has that is treated in different ways, as its generator notes it. */
  readonly trait: string
  /** What a validator does where the codecs do the opposite. */
  readonly differs: { readonly libxml2?: 'accepts' | 'refuses'; readonly xerces?: 'accepts' | 'refuses' }
  readonly reason: string
}

/** Every known disagreement. */
export const exceptions: readonly Exception[] = [
  {
    id: 'cdata-in-element-only-content',
    trait: 'CDATA where no text may be',
    differs: { libxml2: 'refuses' },
    reason:
      'A CDATA section is a way to write text. Where it holds only whitespace or nothing, it is allowed between elements like any whitespace; libxml2 refuses every CDATA section there.',
  },
  {
    id: 'date-time-whitespace',
    trait: 'whitespace around xs:dateTime',
    differs: { libxml2: 'refuses' },
    reason: 'XML Schema collapses whitespace around xs:dateTime before it looks at it; libxml2 does not.',
  },
  {
    id: 'max-length-in-utf-16-units',
    trait: 'characters outside the basic plane',
    differs: { xerces: 'refuses' },
    reason:
      'XML Schema counts the length of a string in characters. Xerces counts UTF-16 units, of which a character outside the basic plane has two, and finds such strings too long. The encoders stay within both counts.',
  },
  {
    id: 'min-length-in-utf-16-units',
    trait: 'characters outside the basic plane',
    differs: { xerces: 'accepts' },
    reason: 'For the same reason, Xerces finds such strings long enough when they are too short.',
  },
  {
    id: 'xsi-type',
    trait: 'xsi:type',
    differs: { libxml2: 'accepts', xerces: 'accepts' },
    reason:
      'The codecs refuse xsi:type on purpose: an element of the vocabulary has one type, and a document that names it says nothing more.',
  },
]
