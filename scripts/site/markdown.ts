/** What is used here of markdown-it, TypeDoc's parser of Markdown, which declares no types. */
interface Token {
  type: string
  content: string
  readonly children: Token[] | null
}

interface State {
  readonly tokens: readonly Token[]
  readonly Token: new (type: string, tag: string, nesting: 0) => Token
}

interface Parser {
  readonly linkify: { readonly set: (options: { readonly fuzzyLink: boolean; readonly fuzzyEmail: boolean }) => void }
  readonly core: { readonly ruler: { readonly push: (name: string, rule: (state: State) => void) => void } }
}

/** TypeDoc makes the address of a heading of its text and forgets what stands as code there; GitHub does not. */
function countCodeOfHeadings(parser: Parser): void {
  parser.core.ruler.push('code of headings', ({ tokens, Token }) => {
    const token = (type: string, content: string): Token => Object.assign(new Token(type, '', 0), { content })
    for (const [index, { children }] of tokens.entries()) {
      if (children === null || tokens[index - 1]?.type !== 'heading_open') continue
      const plain = children.flatMap((child) =>
        child.type === 'code_inline'
          ? [token('html_inline', '<code>'), token('text', child.content), token('html_inline', '</code>')]
          : [child],
      )
      children.splice(0, children.length, ...plain)
    }
  })
}

/** Makes no link of what only looks like one: `CHANGELOG.md` is a file, not a host of Moldova. */
function linkWholeAddresses(parser: Parser): void {
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
}

/** Sets TypeDoc's parser of Markdown to read pages as GitHub does. */
export function readAsGitHub(parser: Parser): void {
  countCodeOfHeadings(parser)
  linkWholeAddresses(parser)
}
