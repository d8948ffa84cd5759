import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.security.Security;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says of each line of standard input whether there is a path: a time in milliseconds, the leaf, the trusted certificates,
 * and others, with a space between them, certificates in base64 with commas between. Prints `path`, or `none` and a reason.
 */
class Paths {
    static CertificateFactory factory;

    public static void main(String[] arguments) throws Exception {
        // What is refused beside RFC 5280: as `openssl verify -auth_level 2`.
        Security.setProperty("jdk.certpath.disabledAlgorithms",
                "MD2, MD5, SHA1, RSA keySize < 2048, DSA keySize < 2048, EC keySize < 224");
        factory = CertificateFactory.getInstance("X.509");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = input.readLine()) != null; ) {
            System.out.println(judge(line.split(" ", -1)));
        }
    }

    static String judge(String[] parts) throws Exception {
        List<X509Certificate> leaf = read(parts[1]);
        if (leaf.isEmpty()) {
            return "none the leaf cannot be read";
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate certificate : read(parts[2])) {
            anchors.add(new TrustAnchor(certificate, null));
        }
        if (anchors.isEmpty()) {
            return "none nothing is trusted";
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setRevocationEnabled(false);
        parameters.setPolicyQualifiersRejected(false);
        parameters.setMaxPathLength(-1);
        parameters.setDate(new Date(Long.parseLong(parts[0])));
        List<X509Certificate> others = new ArrayList<>(leaf);
        others.addAll(read(parts[3]));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return "path";
        } catch (CertPathBuilderException none) {
            Throwable cause = none;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return "none " + String.valueOf(cause.getMessage()).replace('\n', ' ');
        } catch (RuntimeException failure) {
            return "none " + failure.toString().replace('\n', ' ');
        }
    }

    /** The certificates that Java can read. */
    static List<X509Certificate> read(String list) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String one : list.split(",")) {
            if (!one.isEmpty()) {
                byte[] der = Base64.getDecoder().decode(one);
                try {
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                } catch (CertificateException unreadable) {
                    // It is no part of any path.
                }
            }
        }
        return certificates;
    }
}
