package io.millrace.run;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The contracts the program was built with, as bytes by path below {@code contracts/}. Never a path of the machine. */
final class ContractFiles {
    private static final String ROOT = "contracts/";
    /** A file that is always there; tells which jar or folder holds the rest. */
    private static final String ANCHOR = ROOT + "dictionary/upstream.yaml";

    private ContractFiles() {}

    /** @throws IllegalStateException when the program was built without it */
    static byte[] bytes(String path) {
        try (InputStream stream = ContractFiles.class.getClassLoader().getResourceAsStream(ROOT + path)) {
            if (stream == null) {
                throw new IllegalStateException("no contract " + path);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("contract " + path + " cannot be read", e);
        }
    }

    static boolean has(String path) {
        return ContractFiles.class.getClassLoader().getResource(ROOT + path) != null;
    }

    /** Every contract file below one of the prefixes, by path. */
    static SortedMap<String, byte[]> below(String... prefixes) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        for (String path : paths()) {
            for (String prefix : prefixes) {
                if (path.startsWith(prefix)) {
                    found.put(path, bytes(path));
                }
            }
        }
        return found;
    }

    private static Iterable<String> paths() {
        URL anchor = ContractFiles.class.getClassLoader().getResource(ANCHOR);
        if (anchor == null) {
            throw new IllegalStateException("the program holds no contracts");
        }
        try {
            URLConnection connection = anchor.openConnection();
            if (connection instanceof JarURLConnection jar) {
                jar.setUseCaches(false);
                try (JarFile file = jar.getJarFile()) {
                    return file.stream()
                            .filter(entry -> !entry.isDirectory())
                            .map(JarEntry::getName)
                            .filter(name -> name.startsWith(ROOT))
                            .map(name -> name.substring(ROOT.length()))
                            .toList();
                }
            }
            Path root = Path.of(new URI(anchor.toString())).getParent().getParent();
            try (Stream<Path> files = Files.walk(root)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> root.relativize(file).toString().replace('\\', '/'))
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the contracts cannot be listed", e);
        }
    }
}
