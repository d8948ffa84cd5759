import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/**
 * Connects to the server of each line of standard input: a port, and the trusted certificates as PEM in base64. Prints
 * `service` if they vouch for it and it names organization 984661185, else why not.
 */
class Servers {
    /** The attributes that may name an organization, the decisive first, and how. */
    static final Map<String, Pattern> FORMS = new java.util.LinkedHashMap<>();

    public static void main(String[] arguments) throws Exception {
        // What is refused beside RFC 5280: as OpenSSL does at level 2.
        String weak = "MD2, MD5, SHA1, RSA keySize < 2048, DSA keySize < 2048, EC keySize < 224";
        Security.setProperty("jdk.certpath.disabledAlgorithms", weak);
        Security.setProperty("jdk.tls.disabledAlgorithms", "SSLv3, TLSv1, TLSv1.1, " + weak);
        FORMS.put("organizationIdentifier", Pattern.compile("NTRNO-([0-9]{9})"));
        FORMS.put("serialNumber", Pattern.compile("([0-9]{9})"));
        FORMS.put("CN", Pattern.compile("([0-9]{9})"));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = input.readLine()) != null; ) {
            String[] parts = line.split(" ");
            System.out.println(judge(Integer.parseInt(parts[0]), Base64.getDecoder().decode(parts[1])));
        }
    }

    static String judge(int port, byte[] trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Certificate one : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(trusted))) {
            store.setCertificateEntry("root-" + store.size(), one);
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(new CertPathTrustManagerParameters(parameters));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        // Without an algorithm for the identification of the other side, no host is compared.
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            X509Certificate server = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return names(server.getSubjectX500Principal()) ? "service" : "other";
        } catch (Exception refused) {
            Throwable cause = refused;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return "refused " + String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
        }
    }

    static boolean names(X500Principal subject) throws Exception {
        Map<String, String> keywords = Map.of("2.5.4.97", "organizationIdentifier", "2.5.4.5", "serialNumber");
        List<Map.Entry<String, String>> attributes = new ArrayList<>();
        for (Rdn relative : new LdapName(subject.getName(X500Principal.RFC2253, keywords)).getRdns()) {
            var all = relative.toAttributes().getAll();
            while (all.hasMore()) {
                var attribute = all.next();
                for (int i = 0; i < attribute.size(); i++) {
                    Object value = attribute.get(i);
                    attributes.add(Map.entry(attribute.getID(), value instanceof String text ? text : ""));
                }
            }
        }
        for (Map.Entry<String, Pattern> form : FORMS.entrySet()) {
            List<String> values = attributes.stream()
                    .filter(one -> one.getKey().equalsIgnoreCase(form.getKey())).map(Map.Entry::getValue).toList();
            if (!values.isEmpty()) {
                return values.stream().allMatch(value -> {
                    Matcher matcher = form.getValue().matcher(value);
                    return matcher.matches() && matcher.group(1).equals("984661185");
                });
            }
        }
        return false;
    }
}
