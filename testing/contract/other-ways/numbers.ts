/** What clients check of a signer. */

/** Whether both check digits of a national identity number are valid, and its first six digits the date of a birth. */
export function isNationalIdentityNumber(number: string): boolean {
  const [day = 0, month = 0, year = 0] = (number.match(/../g) ?? []).map(Number)
  const date = new Date(Date.UTC(1900 + year, month - 1, day))
  const weights = [
    [3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0],
    [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1],
  ]
  const sumBy = (row: readonly number[]): number =>
    row.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && weights.every((row) => sumBy(row) % 11 === 0)
}

/** Whether a number has the form of a Norwegian mobile number. */
export function isMobileNumber(number: string): boolean {
  return /^(\+47)?[49][0-9]{7}$/.test(number)
}
