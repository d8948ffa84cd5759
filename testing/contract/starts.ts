/** Instants at which the cases may begin, where calendars and clocks are at their oddest. */
export const starts = [
  ['on a leap day', '2028-02-29T12:00:00Z'],
  ['a second before midnight, and before March', '2027-02-28T23:59:59Z'],
  ['where Norway puts the clock forward', '2027-03-28T00:59:59Z'],
  ['where Norway puts the clock back', '2027-10-31T00:30:00Z'],
  ['a second before the year ends', '2026-12-31T23:59:59Z'],
  ['within a second', '2026-07-01T07:08:09.999Z'],
] as const
