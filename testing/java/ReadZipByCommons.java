import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads archives as Commons Compress does, with the output of ReadZip, together with which it is compiled. */
class ReadZipByCommons {
    public static void main(String[] paths) throws Exception {
        for (String path : paths) {
            ReadZip.print(ReadZipByCommons::byDirectory, Path.of(path));
            ReadZip.print(ReadZipByCommons::byStream, Path.of(path));
        }
    }

    static TreeMap<String, String> byDirectory(Path path) throws Exception {
        TreeMap<String, String> files = new TreeMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                add(files, entry, zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    static TreeMap<String, String> byStream(Path path) throws Exception {
        TreeMap<String, String> files = new TreeMap<>();
        try (ZipArchiveInputStream zip = new ZipArchiveInputStream(Files.newInputStream(path))) {
            for (ZipArchiveEntry entry; (entry = zip.getNextEntry()) != null; ) {
                add(files, entry, zip.readAllBytes());
            }
        }
        return files;
    }

    static void add(TreeMap<String, String> files, ZipArchiveEntry entry, byte[] content) throws Exception {
        if (entry.isUnixSymlink()) {
            throw new java.io.IOException("a link");
        }
        ReadZip.add(files, entry.getName(), content);
    }
}
