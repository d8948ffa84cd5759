/**
 * Two independent validators of XML Schema.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ParseOption, XmlDocument, XsdValidator } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'
import { repositoryFile } from './requirements.js'
import { namespace } from '../src/codec/spec.js'

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

/** Xerces, which comes with a JDK. */
export class Xerces {
  readonly #schemaPath: string

  /** Uses a schema file, with those that it includes. */
  constructor(schemaPath: string) {
    this.#schemaPath = schemaPath
  }

  /** Which documents are well-formed and valid. Each call starts a Java process: hand over many at once. */
  async accepts(documents: readonly (string | Uint8Array)[]): Promise<readonly boolean[]> {
    const program = repositoryFile('testing/java/Validate.java')
    // It compiles and runs for a second or so: a better compiler and several collectors would cost more than they save.
    const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', program, this.#schemaPath]
    const running = promisify(execFile)('java', options, { maxBuffer: 2 ** 30 })
    running.child.stdin?.end(Buffer.concat([length(documents.length), ...documents.flatMap(withLength)]))
    const { stdout } = await running
    const verdicts = stdout.trimEnd().split(/\r?\n/)
    if (verdicts.length !== documents.length) throw new Error('Xerces did not judge every document.')
    return verdicts.map((verdict) => verdict === 'valid')
  }
}

function withLength(document: string | Uint8Array): readonly Uint8Array[] {
  const bytes = Buffer.from(document)
  return [length(bytes.length), bytes]
}

function length(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function namespaceOf(schemaPath: string): string {
  return schemaPath.endsWith('portal.xsd') ? namespace : 'http://uri.etsi.org/2918/v1.2.1#'
}
