import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.openapitools.client.model.SignatureStatus;

/**
 * Reads messages with the types that OpenAPI Generator made, and writes them again. A line on standard input is the name of a
 * type, a space and a message in base64, which is answered by the message that is written, in base64, or by "unreadable".
 */
class Messages {
    public static void main(String[] arguments) throws Exception {
        abstract class StatusText {
            @JacksonXmlText
            String value;
        }

        XmlMapper mapper = new XmlMapper();
        mapper.addMixIn(SignatureStatus.class, StatusText.class);
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.setSerializationInclusion(JsonInclude.Include.NON_NULL);

        String input = new String(System.in.readAllBytes(), StandardCharsets.US_ASCII);
        for (String line : input.split("\n")) {
            String[] parts = line.split(" ");
            Class<?> type = Class.forName("org.openapitools.client.model." + parts[0]);
            System.out.println(written(mapper, type, Base64.getDecoder().decode(parts[1])));
        }
    }

    static String written(XmlMapper mapper, Class<?> type, byte[] message) {
        try {
            return Base64.getEncoder().encodeToString(mapper.writeValueAsBytes(mapper.readValue(message, type)));
        } catch (Exception unreadable) {
            return "unreadable";
        }
    }
}
