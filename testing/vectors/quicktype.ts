/** Types that quicktype makes of the JSON Schemas of the values. */
import { readFileSync } from 'node:fs'
import { InputData, JSONSchemaInput, quicktype } from 'quicktype-core'
import { repositoryFile } from '../requirements.js'

/** The schema of an element, as it is committed. */
export function schemaText(element: string): string {
  return readFileSync(repositoryFile(`schema/json/${element}.schema.json`), 'utf8')
}

/** A module of Python with the types of an element, as quicktype writes it when it is told nothing else. */
export async function pythonTypes(element: string, schema: string): Promise<string> {
  const input = new JSONSchemaInput(undefined)
  await input.addSource({ name: element, schema })
  const inputData = new InputData()
  inputData.addInput(input)
  const { lines } = await quicktype({ inputData, lang: 'python', rendererOptions: { 'python-version': '3.7' } })
  return lines.join('\n')
}
