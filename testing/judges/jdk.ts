/** The JDK: XML signatures, paths of certificates, and its two readers of archives. */
import { jdk, repositoryFile } from '../requirements.js'
import { readerVerdict, readsArchives } from './archive-readers.js'
import { plainVerdict, verdictsOf, type Panel } from './judge.js'
import { run } from './run.js'

/** The judges of the JDK, in one process. */
export const jdkPanel: Panel = {
  judges: [
    {
      name: 'JDK XMLSignature',
      judges: ['signature'],
      blind: 'It takes the files and the certificate as they are given, and trusts whatever key is in it.',
    },
    {
      name: 'JDK CertPathBuilder',
      judges: ['path'],
      blind: 'It judges certificates, and knows nothing of what they sign.',
    },
    { name: 'JDK ZipInputStream', judges: ['archive'], blind: readsArchives },
    { name: 'JDK ZipFile', judges: ['archive'], blind: readsArchives },
  ],
  needs: [jdk],
  ask: async (packages) => {
    const program = repositoryFile('testing/java/Jdk.java')
    const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', program]
    const output = await run('java', [...options, ...packages.map(({ folder }) => folder)])
    return verdictsOf(output, packages, [plainVerdict, plainVerdict, readerVerdict, readerVerdict])
  },
}
