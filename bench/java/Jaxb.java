import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.Marshaller;
import javax.xml.bind.Unmarshaller;
import no.digipost.signature.api.xml.XMLPortalSignatureJobManifest;
import no.digipost.signature.jaxb.JaxbMarshaller;
import no.digipost.signature.jaxb.SignatureMarshalling;

/**
 * Reads and writes manifests with JAXB, as the official client does: with a reader or a writer for each message, since they
 * cannot be shared; and with one for all, for comparison. Each line of the input is a way, a count of calls and a file with a
 * manifest; the answer is the time of the processor that they took, in milliseconds. Only the thread that works is counted,
 * not the compiler and the collector of garbage beside it.
 */
class Jaxb {
    static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** The client tells of each context that it makes. */
    static final Logger CLIENT = Logger.getLogger("no.digipost.jaxb");

    /** So that no call can be left out as useless. */
    static int seen;

    interface Way {
        void call(byte[] xml, XMLPortalSignatureJobManifest manifest) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        CLIENT.setLevel(Level.WARNING);
        JaxbMarshaller plain = new JaxbMarshaller(SignatureMarshalling.allApiRequestClasses());
        JaxbMarshaller validating = JaxbMarshaller.ForRequestsOfAllApis.singleton();
        JAXBContext context = JAXBContext.newInstance(XMLPortalSignatureJobManifest.class);
        Unmarshaller reader = context.createUnmarshaller();
        Marshaller writer = context.createMarshaller();

        Map<String, Way> ways = new HashMap<>();
        ways.put("decode", (xml, manifest) -> use(plain.unmarshal(xml, XMLPortalSignatureJobManifest.class)));
        ways.put("decodeAndValidate", (xml, manifest) -> use(validating.unmarshal(xml, XMLPortalSignatureJobManifest.class)));
        ways.put("decodeByOneReader", (xml, manifest) -> use((XMLPortalSignatureJobManifest) reader.unmarshal(new ByteArrayInputStream(xml))));
        ways.put("encode", (xml, manifest) -> seen += plain.marshalToBytes(manifest).length);
        ways.put("encodeAndValidate", (xml, manifest) -> seen += validating.marshalToBytes(manifest).length);
        ways.put("encodeByOneWriter", (xml, manifest) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
            writer.marshal(manifest, bytes);
            seen += bytes.size();
        });

        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 3);
            Way way = ways.get(words[0]);
            int calls = Integer.parseInt(words[1]);
            byte[] xml = Files.readAllBytes(Path.of(words[2]));
            XMLPortalSignatureJobManifest manifest = plain.unmarshal(xml, XMLPortalSignatureJobManifest.class);
            long start = THREADS.getCurrentThreadCpuTime();
            for (int call = 0; call < calls; call++) way.call(xml, manifest);
            System.out.println((THREADS.getCurrentThreadCpuTime() - start) / 1e6);
        }
    }

    static void use(XMLPortalSignatureJobManifest manifest) {
        seen += manifest.getDocuments().size();
    }
}
