/**
 * Runs once before all tests.
 *
 * @module
 */
import { jdk } from './requirements.js'
import { prepareXerces } from './validators.js'

/** Makes the Java helper ready before workers use it side by side. */
export async function setup(): Promise<void> {
  if (jdk.present) await prepareXerces()
}
