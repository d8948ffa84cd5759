import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import no.digipost.signature.client.portal.PortalJobResponse;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.Signature;

/** What the client gives, in the names of the schema. */
final class Answers {
    private Answers() {}

    static JsonElement jobResponse(PortalJobResponse response) {
        JsonObject answer = new JsonObject();
        add(answer, "reference", response.getReference());
        add(answer, "signatureJobId", response.getSignatureJobId());
        add(answer, "cancellationUrl", response.getCancellationUrl().getUrl());
        return answer;
    }

    static JsonElement statusChange(PortalJobStatusChanged change, Signers signers) {
        JsonObject answer = new JsonObject();
        add(answer, "reference", change.getReference());
        add(answer, "signatureJobId", change.getSignatureJobId());
        add(answer, "status", change.getStatus());
        add(answer, "confirmationUrl", change.getConfirmationReference().getConfirmationUrl());
        if (change.getCancellationUrl() != null) add(answer, "cancellationUrl", change.getCancellationUrl().getUrl());
        if (change.getDeleteDocumentsUrl() != null)
            add(answer, "deleteDocumentsUrl", change.getDeleteDocumentsUrl().getUrl());
        JsonArray list = new JsonArray();
        for (Signature signature : change.getSignatures()) list.add(signature(change, signature, signers));
        JsonObject signatures = new JsonObject();
        signatures.add("signature", list);
        if (change.isPAdESAvailable()) add(signatures, "padesUrl", change.getpAdESUrl().getpAdESUrl());
        answer.add("signatures", signatures);
        return answer;
    }

    private static JsonObject signature(PortalJobStatusChanged change, Signature signature, Signers signers) {
        JsonObject status = new JsonObject();
        add(status, "value", signature.getStatus().getIdentifier());
        add(status, "since", signature.getStatusDateTime());
        JsonObject answer = new JsonObject();
        answer.add("status", status);
        signers.identify(answer, change, signature);
        if (signature.getxAdESUrl() != null) add(answer, "xadesUrl", signature.getxAdESUrl().getxAdESUrl());
        return answer;
    }

    private static void add(JsonObject answer, String name, Object value) {
        if (value != null) answer.addProperty(name, value.toString());
    }
}
