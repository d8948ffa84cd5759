import com.google.gson.JsonObject;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import no.digipost.signature.client.core.exceptions.SignatureException;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.Signature;
import no.digipost.signature.client.portal.SignerIdentifier;

/**
 * The contact details of the signers of the jobs that were created. A signature does not tell them: the client is asked
 * for the signature of a signer who is known, which is how its users learn whose it is.
 */
final class Signers {
    private final List<JsonObject> known = new ArrayList<>();

    void remember(JsonObject manifest) {
        for (JsonElement signer : manifest.getAsJsonArray("signers")) {
            JsonObject notifications = signer.getAsJsonObject().getAsJsonObject("notifications");
            if (notifications != null) known.add(notifications);
        }
    }

    /** Adds to an answer who made a signature. */
    void identify(JsonObject answer, PortalJobStatusChanged change, Signature signature) {
        try {
            answer.addProperty("personalIdentificationNumber", signature.getSigner());
        } catch (SignatureException byContactInformation) {
            answer.add("identifier", contactDetails(change, signature));
        }
    }

    private JsonObject contactDetails(PortalJobStatusChanged change, Signature signature) {
        for (JsonObject notifications : known) {
            try {
                if (change.getSignatureFrom(identifier(notifications)) == signature) return notifications;
            } catch (IllegalArgumentException isOfAnother) {
                continue;
            }
        }
        throw new Unsupported("a signature does not tell the contact details of a signer whom one does not know");
    }

    private static SignerIdentifier identifier(JsonObject notifications) {
        String email = Jobs.text(notifications, "email", "address");
        String number = Jobs.text(notifications, "sms", "number");
        if (number == null) return SignerIdentifier.identifiedByEmailAddress(email);
        if (email == null) return SignerIdentifier.identifiedByMobileNumber(number);
        return SignerIdentifier.identifiedByEmailAddressAndMobileNumber(email, number);
    }
}
