import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Prints the issuer of each certificate on standard input as X500Principal.getName() writes it, in base64 since names hold anything. */
class Names {
    public static void main(String[] arguments) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (String certificate : new String(System.in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
            byte[] der = Base64.getDecoder().decode(certificate);
            X509Certificate read = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
            byte[] name = read.getIssuerX500Principal().getName().getBytes(StandardCharsets.UTF_8);
            System.out.println(Base64.getEncoder().encodeToString(name) + " " + read.getSerialNumber());
        }
    }
}
