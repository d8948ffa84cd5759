/** A sentence as nodes: what stands in backquotes is code. */
export function nodesOf(text: string): readonly Node[] {
  return text.split('`').map((part, at) => {
    if (at % 2 === 0) return document.createTextNode(part)
    const code = document.createElement('code')
    code.textContent = part
    return code
  })
}

/** An element with what it contains. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<Pick<HTMLElementTagNameMap[Name], 'className' | 'title'>>,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...content)
  return element
}
