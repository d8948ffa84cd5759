import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import no.digipost.signature.client.core.AuthenticationLevel;
import no.digipost.signature.client.core.DocumentType;
import no.digipost.signature.client.core.IdentifierInSignedDocuments;
import no.digipost.signature.client.core.OnBehalfOf;
import no.digipost.signature.client.core.PollingQueue;
import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.core.SignatureType;
import no.digipost.signature.client.portal.Notifications;
import no.digipost.signature.client.portal.NotificationsUsingLookup;
import no.digipost.signature.client.portal.PortalDocument;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalSigner;

/** Jobs of the suite as jobs of the client. What a job does not say the client is not told. */
final class Jobs {
    private Jobs() {}

    static PortalJob read(JsonObject job) {
        JsonObject request = job.getAsJsonObject("request");
        JsonObject manifest = job.getAsJsonObject("manifest");
        List<PortalSigner> signers = new ArrayList<>();
        for (JsonElement signer : manifest.getAsJsonArray("signers")) signers.add(signer(signer.getAsJsonObject()));
        PortalJob.Builder builder = PortalJob.builder(text(manifest, "title"), documents(job, manifest), signers);

        String organizationNumber = text(manifest, "sender", "organizationNumber");
        String queue = text(request, "pollingQueue");
        builder.withSender(
                new Sender(organizationNumber, queue == null ? PollingQueue.DEFAULT : PollingQueue.of(queue)));

        if (request.has("reference")) builder.withReference(text(request, "reference"));
        if (manifest.has("nonsensitiveTitle")) builder.withNonsensitiveTitle(text(manifest, "nonsensitiveTitle"));
        if (manifest.has("description")) builder.withDescription(text(manifest, "description"));
        if (manifest.has("requiredAuthentication")) {
            boolean isThree = text(manifest, "requiredAuthentication").equals("3");
            builder.requireAuthentication(isThree ? AuthenticationLevel.THREE : AuthenticationLevel.FOUR);
        }
        String identifier = text(manifest, "identifierInSignedDocuments");
        if (identifier != null) builder.withIdentifierInSignedDocuments(IdentifierInSignedDocuments.valueOf(identifier));
        String activationTime = text(manifest, "availability", "activationTime");
        if (activationTime != null) builder.withActivationTime(OffsetDateTime.parse(activationTime).toInstant());
        String seconds = text(manifest, "availability", "availableSeconds");
        if (seconds != null) builder.availableFor(Duration.ofSeconds(Long.parseLong(seconds)));
        return builder.build();
    }

    /** The documents of the manifest. Their files the client names itself. */
    private static List<PortalDocument> documents(JsonObject job, JsonObject manifest) {
        List<PortalDocument> documents = new ArrayList<>();
        for (JsonElement element : manifest.getAsJsonArray("documents")) {
            JsonObject document = element.getAsJsonObject();
            documents.add(PortalDocument.builder(text(document, "title"), content(job, text(document, "href")))
                    .type(type(text(document, "mime")))
                    .build());
        }
        return documents;
    }

    private static byte[] content(JsonObject job, String href) {
        for (JsonElement element : job.getAsJsonArray("documents")) {
            JsonObject document = element.getAsJsonObject();
            if (text(document, "href").equals(href)) return Base64.getDecoder().decode(text(document, "bytes"));
        }
        throw new IllegalArgumentException("a document of the manifest is not there");
    }

    private static DocumentType type(String mime) {
        for (DocumentType type : DocumentType.values()) if (type.getMediaType().equals(mime)) return type;
        throw new Unsupported("DocumentType has no such media type");
    }

    private static PortalSigner signer(JsonObject signer) {
        PortalSigner.Builder builder = addressed(signer);
        if (signer.has("order")) builder.withOrder(signer.get("order").getAsInt());
        String type = text(signer, "signatureType");
        if (type != null) builder.withSignatureType(SignatureType.valueOf(type.replace("_ELECTRONIC", "")));
        String party = text(signer, "onBehalfOf");
        if (party != null) builder.onBehalfOf(OnBehalfOf.valueOf(party));
        return builder.build();
    }

    private static PortalSigner.Builder addressed(JsonObject signer) {
        String number = text(signer, "personalIdentificationNumber");
        if (signer.has("notificationsUsingLookup")) {
            if (number == null) throw new Unsupported("a signer by contact information cannot be looked up");
            boolean sms = signer.getAsJsonObject("notificationsUsingLookup").has("sms");
            return PortalSigner.identifiedByPersonalIdentificationNumber(
                    number, sms ? NotificationsUsingLookup.EMAIL_AND_SMS : NotificationsUsingLookup.EMAIL_ONLY);
        }
        String email = text(signer, "notifications", "email", "address");
        String mobile = text(signer, "notifications", "sms", "number");
        if (number != null) {
            Notifications.Builder notifications = Notifications.builder();
            if (email != null) notifications.withEmailTo(email);
            if (mobile != null) notifications.withSmsTo(mobile);
            return PortalSigner.identifiedByPersonalIdentificationNumber(number, notifications.build());
        }
        if (mobile == null) return PortalSigner.identifiedByEmail(email);
        if (email == null) return PortalSigner.identifiedByMobileNumber(mobile);
        return PortalSigner.identifiedByEmailAndMobileNumber(email, mobile);
    }

    /** A text or a number at the end of a path; null where something of it is absent. */
    static String text(JsonObject object, String... path) {
        JsonElement found = object;
        for (String name : path) {
            found = found.getAsJsonObject().get(name);
            if (found == null) return null;
        }
        return found.getAsString();
    }
}
