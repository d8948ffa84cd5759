import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import javax.xml.crypto.Data;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Asks the JDK, and nothing else, about packages. An argument is a folder with package.asice, its unpacked files, trust.pem,
 * intermediates.pem and time. For each stands a line on standard output: what the XML signature API, the builder of
 * certificate paths, ZipInputStream and ZipFile say, with tabs between them. "accepted" or "refused" is the first word.
 */
class Jdk {
    public static void main(String[] folders) throws Exception {
        for (String folder : folders) {
            Path path = Path.of(folder);
            List<String> verdicts = new ArrayList<>();
            verdicts.add(verdict(() -> signature(path)));
            verdicts.add(verdict(() -> certificatePath(path)));
            verdicts.add(verdict(() -> stream(path)));
            verdicts.add(verdict(() -> file(path)));
            System.out.println(String.join("\t", verdicts));
        }
    }

    interface Question {
        String answer() throws Exception;
    }

    static String verdict(Question question) {
        try {
            return "accepted " + question.answer();
        } catch (Exception refusal) {
            return ("refused " + refusal).replaceAll("\\s+", " ");
        }
    }

    static String signature(Path folder) throws Exception {
        Path files = folder.resolve("files");
        Document document = signatures(files);
        NodeList signatures = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        DOMValidateContext context =
                new DOMValidateContext(KeySelector.singletonKeySelector(leaf(certificates(document)).getPublicKey()), signatures.item(0));
        NodeList elements = document.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            if (element.hasAttribute("Id")) {
                context.setIdAttributeNS(element, null, "Id");
            }
        }
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        URIDereferencer sameDocument = factory.getURIDereferencer();
        context.setURIDereferencer((reference, crypto) -> {
            if (reference.getURI().startsWith("#")) {
                return sameDocument.dereference(reference, crypto);
            }
            try {
                byte[] bytes = Files.readAllBytes(files.resolve(java.net.URI.create(reference.getURI()).getPath()));
                InputStream stream = new ByteArrayInputStream(bytes);
                return (Data) new OctetStreamData(stream, reference.getURI(), null);
            } catch (Exception missing) {
                throw new javax.xml.crypto.URIReferenceException("no such file");
            }
        });
        XMLSignature signature = factory.unmarshalXMLSignature(context);
        if (!signature.validate(context)) {
            throw new SecurityException("the signature is not valid");
        }
        return signature.getSignedInfo().getReferences().size() + " references";
    }

    static String certificatePath(Path folder) throws Exception {
        List<X509Certificate> given = certificates(signatures(folder.resolve("files")));
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf(given));
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate trusted : pem(folder.resolve("trust.pem"))) {
            anchors.add(new TrustAnchor(trusted, null));
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        given.addAll(pem(folder.resolve("intermediates.pem")));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(given)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(Instant.parse(Files.readString(folder.resolve("time")))));
        int length = CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath().getCertificates().size();
        return length + " certificates below the trusted one";
    }

    static String stream(Path folder) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new FileInputStream(folder.resolve("package.asice").toFile()))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return digest(files);
    }

    static String file(Path folder) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipFile zip = new ZipFile(folder.resolve("package.asice").toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return digest(files);
    }

    /** One text for names and contents, in which folders do not count. */
    static String digest(Map<String, byte[]> files) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String name : new TreeSet<>(files.keySet())) {
            if (!name.endsWith("/")) {
                digest.update(name.getBytes("UTF-8"));
                digest.update(MessageDigest.getInstance("SHA-256").digest(files.get(name)));
            }
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    static Document signatures(Path files) throws Exception {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
        documents.setNamespaceAware(true);
        return documents.newDocumentBuilder().parse(files.resolve("META-INF/signatures.xml").toFile());
    }

    static List<X509Certificate> certificates(Document document) throws Exception {
        List<X509Certificate> found = new ArrayList<>();
        NodeList elements = document.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate");
        for (int i = 0; i < elements.getLength(); i++) {
            byte[] der = Base64.getMimeDecoder().decode(elements.item(i).getTextContent());
            found.add(read(new ByteArrayInputStream(der)));
        }
        return found;
    }

    /** The certificate whose name is that of no other's issuer; the first, if every one is. */
    static X509Certificate leaf(List<X509Certificate> certificates) {
        for (X509Certificate candidate : certificates) {
            boolean hasIssued = false;
            for (X509Certificate other : certificates) {
                hasIssued |= other.getIssuerX500Principal().equals(candidate.getSubjectX500Principal());
            }
            if (!hasIssued) {
                return candidate;
            }
        }
        return certificates.get(0);
    }

    static X509Certificate read(InputStream stream) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
    }

    static List<X509Certificate> pem(Path path) throws Exception {
        List<X509Certificate> found = new ArrayList<>();
        for (Object certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(path)))) {
            found.add((X509Certificate) certificate);
        }
        return found;
    }
}
