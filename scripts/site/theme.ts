import {
  DefaultTheme,
  DefaultThemeRenderContext,
  JSX,
  ReferenceReflection,
  type NavigationElement,
  type ProjectReflection,
} from 'typedoc'

/** What an entry lists that another entry holds too is shown as what it is, not as `name -> name`. */
class SiteContext extends DefaultThemeRenderContext {
  constructor(...rest: ConstructorParameters<typeof DefaultThemeRenderContext>) {
    super(...rest)
    const summary = this.moduleMemberSummary
    this.moduleMemberSummary = (member): JSX.Element =>
      member instanceof ReferenceReflection ? this.#reference(member) : summary(member)
  }

  #reference(member: ReferenceReflection): JSX.Element {
    const target = member.getTargetReflectionDeep()
    const id = this.getAnchor(member)
    this.page.pageHeadings.push({ link: `#${id}`, text: member.name, kind: target.kind, classes: '' })
    const name = JSX.createElement(
      'span',
      { class: 'tsd-member-summary-name' },
      this.reflectionIcon(target),
      JSX.createElement('a', { href: this.urlTo(target) }, member.name),
    )
    return JSX.createElement(
      JSX.Fragment,
      null,
      JSX.createElement('dt', { class: 'tsd-member-summary', id }, name),
      JSX.createElement(
        'dd',
        { class: 'tsd-member-summary' },
        target.isDeclaration() ? this.commentShortSummary(target) : undefined,
      ),
    )
  }
}

/** TypeDoc's theme, but for what it makes of exports of several entries, and for guides that are not hidden in a folder. */
export class SiteTheme extends DefaultTheme {
  override ContextClass: typeof SiteContext = SiteContext

  override buildNavigation(project: ProjectReflection): NavigationElement[] {
    const [guides, ...groups] = super.buildNavigation(project)
    return [...(guides?.children ?? []), ...groups]
  }
}
