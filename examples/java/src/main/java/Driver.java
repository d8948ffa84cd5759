import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import no.digipost.signature.client.core.exceptions.BrokerNotAuthorizedException;
import no.digipost.signature.client.core.exceptions.JobCannotBeCancelledException;
import no.digipost.signature.client.core.exceptions.UnexpectedResponseException;

/**
 * Drives the official client for the contract suite: requests in JSON from standard input, answers to standard output, and
 * the client's log to standard error. It translates names, and adds nothing.
 */
final class Driver {
    private final PortalClock clock = new PortalClock();
    private Client client;

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Whatever else is printed is no answer.
        System.setOut(System.err);
        Driver driver = new Driver();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.print(driver.answer(JsonParser.parseString(line).getAsJsonObject()) + "\n");
            answers.flush();
        }
    }

    private JsonObject answer(JsonObject request) {
        JsonObject answer = new JsonObject();
        answer.add("id", request.get("id"));
        try {
            clock.set(Instant.parse(request.get("now").getAsString()));
            answer.add("value", call(request.get("call").getAsString(), request.getAsJsonObject("arguments")));
        } catch (Unsupported reason) {
            answer.addProperty("unsupported", reason.getMessage());
        } catch (Exception error) {
            answer.add("error", error(error));
        }
        return answer;
    }

    private JsonElement call(String name, JsonObject arguments) throws IOException {
        return switch (name) {
            case "start" -> {
                client = new Client(arguments, clock);
                yield JsonNull.INSTANCE;
            }
            case "create" -> client.create(arguments.getAsJsonObject("job"));
            case "nextStatusChange" -> poll(arguments);
            case "confirm" -> client.confirm(arguments.get("confirmationUrl").getAsString());
            case "cancel" -> cancel(arguments);
            case "downloadPades" -> client.downloadPades(arguments.get("padesUrl").getAsString());
            case "downloadXades" -> client.downloadXades(arguments.get("xadesUrl").getAsString());
            case "downloadArchivedPades" -> client.downloadArchivedPades(arguments.get("documentId").getAsString());
            case "deleteDocuments" -> client.deleteDocuments(arguments.get("deleteDocumentsUrl").getAsString());
            case "organization" -> throw new Unsupported("no function asks who the service thinks is calling");
            default -> throw new Unsupported("the driver knows no such call");
        };
    }

    private JsonElement poll(JsonObject arguments) throws IOException {
        JsonElement queue = arguments.get("pollingQueue");
        return client.poll(arguments.get("sender").getAsString(), queue == null ? null : queue.getAsString());
    }

    private JsonElement cancel(JsonObject arguments) {
        try {
            client.cancel(arguments.get("cancellationUrl").getAsString());
            return new JsonPrimitive("cancelled");
        } catch (JobCannotBeCancelledException ended) {
            return new JsonPrimitive("alreadyFinished");
        }
    }

    private static JsonObject error(Exception error) {
        JsonObject told = new JsonObject();
        if (error instanceof UnexpectedResponseException unexpected) {
            told.addProperty("status", unexpected.httpStatusCode());
            if (unexpected.getErrorCode() != null) told.addProperty("errorCode", unexpected.getErrorCode());
        }
        // The one error code that is told by a class.
        if (error instanceof BrokerNotAuthorizedException) told.addProperty("errorCode", "BROKER_NOT_AUTHORIZED");
        told.addProperty("message", error.getClass().getSimpleName() + ": " + error.getMessage());
        return told;
    }
}
