import { safeVerifyBundle } from 'signering-portal/bundle'
import { formatIssue } from 'signering-portal/codec'

export function titleOf(bytes: Uint8Array, roots: readonly Uint8Array[], receivedAt: Date): string {
  const result = safeVerifyBundle(bytes, { trust: roots, receivedAt })
  if (!result.ok) return result.issues.map(formatIssue).join('\n')
  const { manifest } = result.value
  return manifest.title ?? manifest.document.title
}
