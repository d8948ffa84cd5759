/**
 * Two independent validators of XML Schema.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { ParseOption, XmlDocument, XsdValidator } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'
import { validateXML } from 'xsd-schema-validator'

xmlRegisterFsInputProviders()

/** libxml2, in this process. */
export class Libxml2 {
  readonly #schema: XmlDocument
  readonly #validator: XsdValidator

  /** Loads a schema file, with those that it includes. */
  constructor(schemaPath: string) {
    const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="${namespaceOf(schemaPath)}" schemaLocation="${schemaPath}"/></xs:schema>`
    this.#schema = XmlDocument.fromString(text)
    this.#validator = XsdValidator.fromDoc(this.#schema)
  }

  /** Whether a document is well-formed and valid. */
  accepts(document: string | Uint8Array): boolean {
    let parsed: XmlDocument
    try {
      const option = ParseOption.XML_PARSE_NONET
      parsed =
        typeof document === 'string'
          ? XmlDocument.fromString(document, { option })
          : XmlDocument.fromBuffer(document, { option })
    } catch {
      return false
    }
    try {
      this.#validator.validate(parsed)
      return true
    } catch {
      return false
    } finally {
      parsed.dispose()
    }
  }

  /** Frees the memory outside of JavaScript. */
  dispose(): void {
    this.#validator.dispose()
    this.#schema.dispose()
  }
}

/** Xerces, in a Java process for each call. */
export class Xerces {
  readonly #schemaPath: string

  /** Uses a schema file, with those that it includes. */
  constructor(schemaPath: string) {
    this.#schemaPath = schemaPath
  }

  /** Whether one document is well-formed and valid. It may have an XML declaration. */
  async accepts(document: string | Uint8Array): Promise<boolean> {
    return inFolder(async (folder) => {
      const file = join(folder, 'document.xml')
      writeFileSync(file, document)
      return validateXML({ file }, this.#schemaPath).then(
        ({ valid }) => valid,
        (error: unknown) => {
          // An invalid document rejects the promise, with messages; anything else is a fault of the run.
          if (error instanceof Error && 'messages' in error) return false
          throw error
        },
      )
    })
  }

  /**
   * Which of many documents are valid. They must be well-formed and without XML declaration: they are put into one
   * document, and the errors are mapped back by their lines.
   */
  async acceptsEach(documents: readonly string[]): Promise<readonly boolean[]> {
    const starts: number[] = []
    let line = 2
    for (const document of documents) {
      starts.push(line)
      line += document.split('\n').length
    }
    const wrapped = `<batch>\n${documents.join('\n')}\n</batch>`
    // Other restrictions than ##any made Xerces give wrong verdicts.
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:import namespace="${namespaceOf(this.#schemaPath)}" schemaLocation="${this.#schemaPath}"/>
      <xs:element name="batch"><xs:complexType><xs:sequence>
        <xs:any namespace="##any" processContents="strict" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element></xs:schema>`
    const report = await inFolder(async (folder) => {
      writeFileSync(join(folder, 'batch.xsd'), schema)
      writeFileSync(join(folder, 'batch.xml'), wrapped)
      return java(`-file=${join(folder, 'batch.xml')}`, `-schema=${join(folder, 'batch.xsd')}`)
    })
    const places = [...report.matchAll(/^\[error\] [^]*?\((\d+):\d+\)$/gm)].map(([, at]) => Number(at))
    if (!/^result=(OK|WITH_ERRORS)$/m.test(report)) throw new Error(`Xerces gave up on a batch: ${report.slice(-300)}`)
    const verdicts = documents.map(() => true)
    for (const place of places) {
      const next = starts.findIndex((start) => start > place)
      verdicts[(next === -1 ? starts.length : next) - 1] = false
    }
    return verdicts
  }
}

const packageFolder = dirname(createRequire(import.meta.url).resolve('xsd-schema-validator/package.json'))

/**
 * Makes the Java helper of xsd-schema-validator run. The package brings it compiled for a newer Java than may be here,
 * and takes every failure to start it for an invalid document.
 */
export async function prepareXerces(): Promise<void> {
  if ((await java()).includes('UnsupportedClassVersionError')) {
    await promisify(execFile)('javac', ['support/XMLValidator.java'], { cwd: packageFolder })
  }
  if (!(await java()).includes('specify schema')) throw new Error('The helper of xsd-schema-validator does not run.')
}

/** Runs the helper and gives all that it prints; the package itself does not wait for the end of it. */
async function java(...options: readonly string[]): Promise<string> {
  const fixed = ['-Dfile.encoding=UTF-8', '-classpath', packageFolder, 'support.XMLValidator']
  const run = promisify(execFile)('java', [...fixed, ...options], { maxBuffer: 2 ** 30 })
  // It ends with 1 where documents are invalid.
  const { stdout, stderr } = await run.catch((error: unknown) => error as Awaited<typeof run>)
  return `${stderr}\n${stdout}`
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'xerces-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function namespaceOf(schemaPath: string): string {
  return schemaPath.endsWith('portal.xsd') ? 'http://signering.posten.no/schema/v1' : 'http://uri.etsi.org/2918/v1.2.1#'
}
