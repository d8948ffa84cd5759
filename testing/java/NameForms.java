import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Writes names in every form that Java has, and compares names with texts. A line on standard input is the DER of a name in
 * base64, which is answered by its forms, or that, a space and a text in base64, which is answered by "same", "other" or
 * "unreadable".
 */
class NameForms {
    static final Map<String, String> KEYWORDS = Map.of("ORGANIZATIONIDENTIFIER", "2.5.4.97");

    public static void main(String[] arguments) throws Exception {
        String input = new String(System.in.readAllBytes(), StandardCharsets.US_ASCII);
        for (String line : input.split("\n")) {
            String[] parts = line.split(" ");
            X500Principal name = new X500Principal(Base64.getDecoder().decode(parts[0]));
            System.out.println(parts.length == 1 ? forms(name) : compare(name, parts[1]));
        }
    }

    static String forms(X500Principal name) {
        return Stream.of(name.getName(), name.getName(X500Principal.RFC1779), name.getName(X500Principal.CANONICAL), name.toString())
                .map(form -> Base64.getEncoder().encodeToString(form.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(" "));
    }

    static String compare(X500Principal name, String base64) {
        String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        try {
            return new X500Principal(text, KEYWORDS).equals(name) ? "same" : "other";
        } catch (IllegalArgumentException unreadable) {
            return "unreadable";
        }
    }
}
