import { DocumentReflection, KindRouter, type Reflection } from 'typedoc'
import { addressOf } from './pages.js'

/** Gives a page the address that its file has in the repository: what links to it stays right when its title changes. */
export class SiteRouter extends KindRouter {
  protected override getIdealBaseName(target: Reflection): string {
    if (!(target instanceof DocumentReflection)) return super.getIdealBaseName(target)
    return addressOf(target.project.files.getReflectionPath(target) ?? '')
  }
}
