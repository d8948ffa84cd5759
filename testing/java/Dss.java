import eu.europa.esig.dss.crl.CRLUtils;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.RevocationOrigin;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.policy.ValidationPolicy;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.policy.EtsiValidationPolicy;
import eu.europa.esig.dss.policy.EtsiValidationPolicyFactory;
import eu.europa.esig.dss.policy.ValidationPolicyFacade;
import eu.europa.esig.dss.policy.jaxb.ConstraintsParameters;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.simplereport.jaxb.XmlSignatureScope;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.CRLToken;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks EU DSS about packages. An argument is a folder with package.asice, trust.pem, intermediates.pem, time, and the
 * lists of revoked certificates in crls. For each stands a line on standard output: what DSS says by its default policy, and
 * by that less ManifestFilePresent, with tabs between them: indication, level,
 * the files in scope, and the keys of the errors, or of the warnings if there are none.
 */
class Dss {
    public static void main(String[] folders) throws Exception {
        ValidationPolicy standard = new EtsiValidationPolicyFactory().loadDefaultValidationPolicy();
        ValidationPolicy adapted = withoutManifestFile();
        for (String folder : folders) {
            Path path = Path.of(folder);
            System.out.println(validate(path, standard) + "\t" + validate(path, adapted));
        }
    }

    static ValidationPolicy withoutManifestFile() throws Exception {
        ConstraintsParameters policy = ValidationPolicyFacade.newFacade()
                .unmarshall(EtsiValidationPolicy.class.getResourceAsStream("/policy/constraint.xml"));
        policy.getContainerConstraints().setManifestFilePresent(null);
        return new EtsiValidationPolicy(policy);
    }

    static String validate(Path folder, ValidationPolicy policy) {
        try {
            SignedDocumentValidator validator =
                    SignedDocumentValidator.fromDocument(new FileDocument(folder.resolve("package.asice").toFile()));
            validator.setCertificateVerifier(verifier(folder));
            validator.setValidationTime(Date.from(Instant.parse(Files.readString(folder.resolve("time")))));
            return describe(validator.validateDocument(policy).getSimpleReport());
        } catch (Exception refusal) {
            return ("exception " + refusal).replaceAll("\\s+", " ");
        }
    }

    static String describe(SimpleReport report) {
        if (report.getSignaturesCount() != 1) {
            return report.getSignaturesCount() + " signatures";
        }
        String id = report.getFirstSignatureId();
        TreeSet<String> scopes = new TreeSet<>();
        for (XmlSignatureScope scope : report.getSignatureScopes(id)) {
            scopes.add(scope.getName());
        }
        Indication indication = report.getIndication(id);
        List<Message> reasons = indication == Indication.TOTAL_PASSED
                ? report.getAdESValidationWarnings(id)
                : report.getAdESValidationErrors(id);
        String keys = reasons.stream().map(Message::getKey).collect(Collectors.joining(" "));
        return indication + " " + report.getSignatureFormat(id) + " " + String.join(",", scopes) + " " + keys;
    }

    static CommonCertificateVerifier verifier(Path folder) throws Exception {
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        for (CertificateToken certificate : certificates(folder.resolve("trust.pem"))) {
            trusted.addCertificate(certificate);
        }
        CommonCertificateSource others = new CommonCertificateSource();
        for (CertificateToken certificate : certificates(folder.resolve("intermediates.pem"))) {
            others.addCertificate(certificate);
        }
        verifier.setTrustedCertSources(trusted);
        verifier.setAdjunctCertSources(others);
        List<byte[]> lists = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("crls"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                lists.add(Files.readAllBytes(file));
            }
        }
        verifier.setCrlSource((certificate, issuer) -> {
            for (byte[] list : lists) {
                try {
                    var validity = CRLUtils.buildCRLValidity(CRLUtils.buildCRLBinary(list), issuer);
                    if (validity.isValid()) {
                        CRLToken token = new CRLToken(certificate, validity);
                        token.setExternalOrigin(RevocationOrigin.EXTERNAL);
                        return token;
                    }
                } catch (java.io.IOException unreadable) {
                    throw new java.io.UncheckedIOException(unreadable);
                }
            }
            return null;
        });
        return verifier;
    }

    static List<CertificateToken> certificates(Path path) throws Exception {
        List<CertificateToken> found = new ArrayList<>();
        for (Object certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(path)))) {
            found.add(new CertificateToken((X509Certificate) certificate));
        }
        return found;
    }
}
