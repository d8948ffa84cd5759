import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Reads archives as Java does, by the central directory and as a stream. Prints a line for each archive and each way: the
 * names of the files, in hexadecimal, each with the SHA-256 digest of its content, or why it was refused.
 */
class ReadZip {
    interface Reader {
        TreeMap<String, String> read(Path path) throws Exception;
    }

    public static void main(String[] paths) throws Exception {
        for (String path : paths) {
            print(ReadZip::byDirectory, Path.of(path));
            print(ReadZip::byStream, Path.of(path));
        }
    }

    static void print(Reader reader, Path path) {
        try {
            TreeMap<String, String> files = reader.read(path);
            StringBuilder line = new StringBuilder("read");
            files.forEach((name, digest) -> line.append(' ').append(name).append('=').append(digest));
            System.out.println(line);
        } catch (Exception problem) {
            System.out.println("refused " + problem.toString().replaceAll("[^ -~]", "?"));
        }
    }

    static TreeMap<String, String> byDirectory(Path path) throws Exception {
        TreeMap<String, String> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                add(files, entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    static TreeMap<String, String> byStream(Path path) throws Exception {
        TreeMap<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(path))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                add(files, entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    static void add(TreeMap<String, String> files, String name, byte[] content) throws Exception {
        HexFormat hex = HexFormat.of();
        String digest = hex.formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        if (!name.endsWith("/") && files.put(hex.formatHex(name.getBytes(StandardCharsets.UTF_8)), digest) != null) {
            throw new IOException("a name twice");
        }
    }
}
