import { describe, expect, it } from 'vitest'
import { faultsOf, wanted, type File } from '../../scripts/check-package/pack.js'

const good: readonly File[] = ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json', ...wanted()].map((path) => ({
  path,
  size: 1,
}))

describe('what may be packed', () => {
  it('is what package.json names, the schemas and the vectors', () => {
    expect(faultsOf(good)).toEqual([])
    expect(wanted()).toEqual(
      expect.arrayContaining([
        ...['dist/index.js', 'dist/index.d.ts', 'dist/bundle/pkcs12.js', 'dist/cli.js'],
        ...['schema/portal.xsd', 'schema/json/error.schema.json', 'schema/openapi.json'],
        ...['dist/vectors/rules.json.gz', 'dist/vectors/schema.json'],
      ]),
    )
  })

  it.each(wanted())('is refused without %s', (path) => {
    expect(faultsOf(good.filter((file) => file.path !== path))).toEqual([`not packed: ${path}`])
  })

  it('is refused without what the build makes', () => {
    const faults = faultsOf(good.filter(({ path }) => !path.startsWith('dist/')))
    expect(faults).toContain('not packed: dist/index.js')
    expect(faults).toHaveLength(wanted().filter((path) => path.startsWith('dist/')).length)
  })

  it.each(['src/index.ts', 'test/issue.test.ts', '.npmrc', 'docs/tls.md', 'certificate.p12', 'README.md.orig'])(
    'is refused with %s',
    (path) => {
      expect(faultsOf([...good, { path, size: 1 }])).toEqual([`packed but not meant to be: ${path}`])
    },
  )

  it('is refused when it is too large, and the vectors are counted apart', () => {
    const sized = (path: string, size: number): readonly string[] => {
      const others = good.filter((file) => file.path !== path)
      const isVector = path.startsWith('dist/vectors/')
      const beside = others.filter((file) => file.path.startsWith('dist/vectors/') === isVector).length
      return faultsOf([...others, { path, size: size - beside }])
    }
    expect(sized('dist/index.js', 1_200_000)).toEqual([])
    expect(sized('dist/index.js', 1_200_001)).toEqual(['more than 1200000 bytes without the vectors: 1200001'])
    expect(sized('dist/vectors/rules.json.gz', 600_000)).toEqual([])
    expect(sized('dist/vectors/rules.json.gz', 600_001)).toEqual(['vectors of more than 600000 bytes: 600001'])
  })
})
