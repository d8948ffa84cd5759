/* global document, HTMLInputElement */

// TypeDoc hands what is typed to lunr, which takes some characters for operators: `Error: http.status`, or a name in quotes, as
// people paste them, would find nothing.
const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
Object.defineProperty(document.getElementById('tsd-search-input'), 'value', {
  get() {
    return get.call(this).replaceAll(/[:~^+*"'`(),;]+/g, ' ')
  },
  set,
})
