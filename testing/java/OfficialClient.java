import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import no.digipost.signature.client.asice.ASiCEConfiguration;
import no.digipost.signature.client.asice.CreateASiCE;
import no.digipost.signature.client.asice.DocumentBundleProcessor;
import no.digipost.signature.client.asice.manifest.CreatePortalManifest;
import no.digipost.signature.client.core.AuthenticationLevel;
import no.digipost.signature.client.core.DocumentType;
import no.digipost.signature.client.core.IdentifierInSignedDocuments;
import no.digipost.signature.client.core.OnBehalfOf;
import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.core.SignatureType;
import no.digipost.signature.client.core.internal.MaySpecifySender;
import no.digipost.signature.client.portal.Notifications;
import no.digipost.signature.client.portal.NotificationsUsingLookup;
import no.digipost.signature.client.portal.PortalDocument;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalSigner;
import no.digipost.signature.client.security.KeyStoreConfig;

/** Writes packages with the official client. Arguments: a folder for them, with key.pem, chain.pem and time. */
class OfficialClient {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Instant time = Instant.parse(Files.readString(folder.resolve("time")));
        Clock clock = Clock.fixed(time, ZoneId.of("Europe/Oslo"));
        Configuration configuration = new Configuration(keyStore(folder), clock);
        CreateASiCE<PortalJob> writer =
                new CreateASiCE<>(new CreatePortalManifest(configuration.getDefaultSender(), clock), configuration);
        for (Map.Entry<String, PortalJob> job : jobs(time).entrySet()) {
            Files.write(folder.resolve(job.getKey() + ".asice"), writer.createASiCE(job.getValue()).toByteArray());
        }
    }

    static Map<String, PortalJob> jobs(Instant time) {
        Map<String, PortalJob> jobs = new LinkedHashMap<>();
        PortalSigner byEmail = PortalSigner.identifiedByEmail("kari@example.com").build();
        jobs.put("one document", PortalJob.builder("Avtale", pdf("Kontrakt", 1), byEmail).build());
        jobs.put("three documents", PortalJob.builder("Avtaler", List.of(pdf("En", 1), pdf("To", 2), pdf("Tre", 3)), List.of(byEmail)).build());
        jobs.put("a title of every letter", PortalJob.builder("A & B <\u00e6\u00f8\u00e5> \u20ac \ud83d\udd8a", pdf("\u00c6rlig avtale: \u00bd & <1/2>, \"\u00e5pen\"", 1), byEmail).build());
        jobs.put("two documents of one title", PortalJob.builder("Avtale", List.of(pdf("Vedlegg", 1), pdf("Vedlegg", 2)), List.of(byEmail)).build());
        PortalDocument text = PortalDocument.builder("Vilk\u00e5r", "Vilk\u00e5r: ingen\n".getBytes(StandardCharsets.UTF_8)).type(DocumentType.TXT).build();
        jobs.put("plain text", PortalJob.builder("Avtale", List.of(text, pdf("Kontrakt", 1)), List.of(byEmail)).build());
        jobs.put("a large document", PortalJob.builder("Avtale", pdf("Stor", 4_000_000), byEmail).build());
        List<PortalSigner> signers = List.of(
                PortalSigner.identifiedByPersonalIdentificationNumber("12345678910", Notifications.builder().withEmailTo("kari@example.com").withSmsTo("+4712345678").build())
                        .withOrder(1).withSignatureType(SignatureType.ADVANCED_SIGNATURE).onBehalfOf(OnBehalfOf.SELF).build(),
                PortalSigner.identifiedByPersonalIdentificationNumber("10987654321", NotificationsUsingLookup.EMAIL_AND_SMS).withOrder(2).build(),
                PortalSigner.identifiedByMobileNumber("+4787654321").onBehalfOf(OnBehalfOf.OTHER).build(),
                PortalSigner.identifiedByEmailAndMobileNumber("ola@example.com", "+4711223344").build());
        jobs.put("everything that a job can say", PortalJob.builder("Avtale", List.of(pdf("Kontrakt", 1)), signers)
                .withReference("reference").withSender(new Sender("988015814")).requireAuthentication(AuthenticationLevel.FOUR)
                .withIdentifierInSignedDocuments(IdentifierInSignedDocuments.DATE_OF_BIRTH_AND_NAME)
                .withActivationTime(time.plus(Duration.ofDays(1))).availableFor(Duration.ofDays(30))
                .withNonsensitiveTitle("Noe \u00e5 signere").withDescription("Les f\u00f8rst & signer").build());
        return jobs;
    }

    /** A document of a size, which looks random: DSS takes what shrinks to a hundredth for a bomb. */
    static PortalDocument pdf(String title, int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return PortalDocument.builder(title, content).build();
    }

    static KeyStoreConfig keyStore(Path folder) throws Exception {
        String pem = Files.readString(folder.resolve("key.pem")).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("chain.pem"))))
                .toArray(Certificate[]::new);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", key, "passphrase".toCharArray(), chain);
        return new KeyStoreConfig(store, "key", "passphrase", "passphrase");
    }

    record Configuration(KeyStoreConfig getKeyStoreConfig, Clock getClock) implements ASiCEConfiguration {
        public MaySpecifySender getDefaultSender() {
            return MaySpecifySender.specifiedAs(new Sender("988015814"));
        }

        public Iterable<DocumentBundleProcessor> getDocumentBundleProcessors() {
            return List.of();
        }
    }
}
