package io.millrace.job.world;

import io.millrace.digest.CanonicalJson;
import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Hidden folder beside the world in which a segment is made. A start that was killed leaves its finished pieces here, and
 * the next start of the same segment by the same program takes them over; anything else that lies here is nobody's, and
 * goes. Belongs to the holder of the {@link WorldLock}.
 */
final class WorkFolder {
    private static final String IDENTITY = "making.json";
    private static final String PUBLISHING = "publishing.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;

    private WorkFolder(Path root) {
        this.root = root;
    }

    /**
     * Opens the folder for the making of one segment.
     *
     * @param identity all that the bytes of a piece follow from
     * @param tell hears when there are pieces that cannot be used
     */
    static WorkFolder open(Path root, SortedMap<String, Object> identity, Consumer<String> tell) throws IOException {
        byte[] own = json(identity);
        Path file = root.resolve(IDENTITY);
        if (Files.exists(root) && !(Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), own))) {
            tell.accept("what an interrupted start has left in " + root.getFileName()
                    + " is of another program or plan and is made again");
            remove(root);
        }
        DurableFile.writeIfDifferent(file, own);
        return new WorkFolder(root);
    }

    /** Removes a folder, if it is there; one that is removed in part is taken for another's and removed later. */
    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(IDENTITY));
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    Path root() {
        return root;
    }

    /**
     * The pieces that are finished, by number; all other files of tables are removed.
     *
     * @param pieces of the whole segment
     * @param tell hears of a piece that was finished and is damaged
     */
    SortedMap<Integer, PieceResult> finished(int pieces, Consumer<String> tell) throws IOException {
        TreeMap<Integer, PieceResult> finished = new TreeMap<>();
        for (int piece = 0; piece < pieces; piece++) {
            int number = piece;
            PieceRecord.whole(root, piece).ifPresent(whole -> finished.put(number, whole));
        }
        for (Path record : files(root.resolve(PieceRecord.FOLDER))) {
            if (finished.keySet().stream()
                    .noneMatch(piece -> record.getFileName().toString().equals("piece-" + piece + ".json"))) {
                tell.accept("a piece is not as it was written and is made again: " + record.getFileName());
                Files.delete(record);
            }
        }
        keepOnly(finished.values());
        return finished;
    }

    private void keepOnly(Collection<PieceResult> finished) throws IOException {
        Set<Path> kept = new HashSet<>();
        finished.forEach(piece -> List.of(piece.parts()).forEach(part -> kept.add(root.resolve(part.path()))));
        for (Path file : files(root.resolve("data"))) {
            if (!kept.contains(file)) {
                Files.delete(file);
            }
        }
    }

    /** Remembers which folders are about to be moved into the world, so that a start that is killed then can be undone. */
    void publish(List<String> folders) throws IOException {
        TreeMap<String, Object> sizes = new TreeMap<>();
        for (String folder : folders) {
            sizes.put(folder, sizes(root.resolve(folder)));
        }
        DurableFile.write(root.resolve(PUBLISHING), json(sizes));
    }

    /** Moves back what a start that was killed while it published had moved into the world already. */
    void takeBack(Path world) throws IOException {
        Path file = root.resolve(PUBLISHING);
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            for (Map.Entry<String, JsonNode> folder :
                    JSON.readTree(Files.readAllBytes(file)).properties()) {
                Path here = root.resolve(folder.getKey());
                Path there = world.resolve(folder.getKey());
                if (!Files.exists(here) && isAsMoved(there, folder.getValue())) {
                    Files.createDirectories(here.getParent());
                    Files.move(there, here, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } catch (JacksonException damaged) {
            // What lies in the world stays there, and is quarantined when its place is needed.
        }
        Files.delete(file);
    }

    /** Whether a folder holds the files that were moved; one that somebody has changed is not ours any more. */
    private static boolean isAsMoved(Path folder, JsonNode moved) throws IOException {
        TreeMap<String, Long> sizes = new TreeMap<>();
        moved.properties()
                .forEach(entry -> sizes.put(entry.getKey(), entry.getValue().longValue()));
        return Files.isDirectory(folder) && sizes(folder).equals(sizes);
    }

    private static SortedMap<String, Long> sizes(Path folder) throws IOException {
        TreeMap<String, Long> sizes = new TreeMap<>();
        for (Path file : files(folder)) {
            sizes.put(folder.relativize(file).toString(), Files.size(file));
        }
        return sizes;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] json(SortedMap<String, ?> document) {
        return (CanonicalJson.of(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
