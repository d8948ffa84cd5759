import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive as Java clients do: deflated, with data descriptors. */
class WriteZip {
    public static void main(String[] arguments) throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(arguments[0]))) {
            zip.putNextEntry(new ZipEntry("a.pdf"));
            zip.write("a".repeat(5000).getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("avtale \u00e6\u00f8\u00e5.pdf"));
            zip.write("b".getBytes(StandardCharsets.UTF_8));
        }
    }
}
