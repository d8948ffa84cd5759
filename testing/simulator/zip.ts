import { ZipFile } from 'yazl'

/** Makes an archive of files, in their order. */
export async function zip(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const file = new ZipFile()
  for (const [name, content] of Object.entries(files)) file.addBuffer(Buffer.from(content), name, { compress: false })
  file.end()
  const pieces: Uint8Array[] = []
  for await (const piece of file.outputStream as AsyncIterable<Uint8Array>) pieces.push(piece)
  return Buffer.concat(pieces)
}
