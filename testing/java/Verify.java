import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.Key;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.crypto.Data;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Verifies the signatures of archives with nothing but the JDK; prints a line for each: valid or not, references, files. */
class Verify {
    public static void main(String[] paths) throws Exception {
        for (String path : paths) {
            Map<String, byte[]> files = read(path);
            String outcome;
            try {
                outcome = verify(files);
            } catch (Exception problem) {
                outcome = "invalid " + problem.getClass().getSimpleName();
            }
            System.out.println(outcome + " " + files.size());
        }
    }

    static Map<String, byte[]> read(String path) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new FileInputStream(path))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    static String verify(Map<String, byte[]> files) throws Exception {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
        documents.setNamespaceAware(true);
        Document document = documents.newDocumentBuilder()
                .parse(new ByteArrayInputStream(files.get("META-INF/signatures.xml")));
        Element signatureElement =
                (Element) document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
        DOMValidateContext context = new DOMValidateContext(firstCertificate(document), signatureElement);
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
            byte[] file = files.get(reference.getURI());
            if (file == null) {
                return sameDocument.dereference(reference, crypto);
            }
            InputStream stream = new ByteArrayInputStream(file);
            return (Data) new OctetStreamData(stream, reference.getURI(), null);
        });
        XMLSignature signature = factory.unmarshalXMLSignature(context);
        boolean valid = signature.validate(context);
        int good = 0;
        for (Object reference : signature.getSignedInfo().getReferences()) {
            if (((Reference) reference).validate(context)) {
                good++;
            }
        }
        return (valid ? "valid " : "invalid ") + good;
    }

    static KeySelector firstCertificate(Document document) throws Exception {
        String text = document.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate").item(0).getTextContent();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(java.util.Base64.getMimeDecoder().decode(text)));
        return KeySelector.singletonKeySelector((Key) certificate.getPublicKey());
    }
}
