import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.digipost.signature.client.ClientConfiguration;
import no.digipost.signature.client.ServiceEnvironment;
import no.digipost.signature.client.archive.ArchiveClient;
import no.digipost.signature.client.archive.ArchiveOwner;
import no.digipost.signature.client.core.DeleteDocumentsUrl;
import no.digipost.signature.client.core.PAdESReference;
import no.digipost.signature.client.core.PollingQueue;
import no.digipost.signature.client.core.ResponseInputStream;
import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.core.XAdESReference;
import no.digipost.signature.client.portal.CancellationUrl;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJobResponse;
import no.digipost.signature.client.portal.PortalJobStatus;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.security.KeyStoreConfig;

/** The official client of one case, as its configuration is when nothing is chosen but what a case prescribes. */
final class Client {
    private final Sender sender;
    private final PortalClient portal;
    private final ArchiveClient archive;
    private final Signers signers = new Signers();
    /** The changes that were polled, by their confirmation-url: the client confirms a change and not an address. */
    private final Map<String, PortalJobStatusChanged> changes = new HashMap<>();

    Client(JsonObject arguments, PortalClock clock) throws IOException {
        JsonObject identity = arguments.getAsJsonObject("client");
        sender = new Sender(arguments.getAsJsonObject("sender").get("organizationNumber").getAsString());
        URI root = URI.create(arguments.get("root").getAsString());
        String trust = folderOf(Path.of(arguments.get("trust").getAsString()));
        ClientConfiguration configuration = ClientConfiguration.builder(keyStore(identity))
                .serviceEnvironment(new ServiceEnvironment("the contract suite", root, List.of(trust)))
                .defaultSender(sender)
                .clock(clock)
                .build();
        portal = new PortalClient(configuration);
        archive = new ArchiveClient(configuration);
    }

    JsonElement create(JsonObject job) {
        PortalJobResponse response = portal.create(Jobs.read(job));
        signers.remember(job.getAsJsonObject("manifest"));
        return Answers.jobResponse(response);
    }

    JsonElement poll(String organizationNumber, String pollingQueue) {
        PollingQueue queue = pollingQueue == null ? PollingQueue.DEFAULT : PollingQueue.of(pollingQueue);
        PortalJobStatusChanged change = portal.getStatusChange(new Sender(organizationNumber, queue));
        boolean isChange = !change.is(PortalJobStatus.NO_CHANGES);
        JsonObject answer = new JsonObject();
        answer.addProperty("kind", isChange ? "statusChange" : "noChange");
        answer.addProperty("nextPermittedPollTime", change.getNextPermittedPollTime().toString());
        if (isChange) {
            answer.add("statusChange", Answers.statusChange(change, signers));
            changes.put(change.getConfirmationReference().getConfirmationUrl().toString(), change);
        }
        return answer;
    }

    JsonElement confirm(String url) {
        PortalJobStatusChanged change = changes.get(url);
        if (change == null) throw new Unsupported("a change is confirmed, and none was polled that has this address");
        portal.confirm(change);
        return JsonNull.INSTANCE;
    }

    void cancel(String url) {
        portal.cancel(() -> CancellationUrl.of(URI.create(url)));
    }

    JsonElement downloadPades(String url) throws IOException {
        return contentOf(portal.getPAdES(PAdESReference.of(URI.create(url))));
    }

    JsonElement downloadXades(String url) throws IOException {
        return contentOf(portal.getXAdES(XAdESReference.of(URI.create(url))));
    }

    JsonElement downloadArchivedPades(String documentId) throws IOException {
        return contentOf(archive.getPAdES(ArchiveOwner.ofOrganizationNumber(sender.getOrganizationNumber()), documentId));
    }

    JsonElement deleteDocuments(String url) {
        portal.deleteDocuments(DeleteDocumentsUrl.of(URI.create(url)));
        return JsonNull.INSTANCE;
    }

    private static JsonElement contentOf(ResponseInputStream download) throws IOException {
        try (download) {
            return new JsonPrimitive(Base64.getEncoder().encodeToString(download.readAllBytes()));
        }
    }

    private static KeyStoreConfig keyStore(JsonObject identity) throws IOException {
        String passphrase = Files.readString(Path.of(identity.get("passphrase").getAsString()));
        try (InputStream pkcs12 = Files.newInputStream(Path.of(identity.get("pkcs12").getAsString()))) {
            return KeyStoreConfig.fromOrganizationCertificate(pkcs12, passphrase);
        }
    }

    /** The roots in a folder, a file each: that is where the client looks for them. */
    private static String folderOf(Path trust) throws IOException {
        Path folder = Files.createTempDirectory("trust-");
        folder.toFile().deleteOnExit();
        try (InputStream pem = Files.newInputStream(trust)) {
            int count = 0;
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                Path file = Files.write(folder.resolve(count++ + ".cer"), root.getEncoded());
                file.toFile().deleteOnExit();
            }
        } catch (CertificateException unreadable) {
            throw new IOException("the roots cannot be read", unreadable);
        }
        return folder.toString();
    }
}
