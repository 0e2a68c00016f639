package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What documents name exists: links, files, classes, tests, commands with their options, error codes. */
class DocumentsTest {
    private static final Path ROOT = PolicyFiles.root();
    /** Folders that hold no source. */
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".millrace", "runs", "worlds");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern COMMAND = Pattern.compile("\\./millrace +([a-z]+)([^`;#|\n]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final Pattern SOURCE_PATH =
            Pattern.compile("(config|contracts|docs|samples|savepoints|shared|flink-jobs)/[A-Za-z0-9_./-]+");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z0-9]+([A-Z][A-Za-z0-9]*)+");
    private static final Pattern METHOD = Pattern.compile("([A-Z][A-Za-z0-9]+)\\.([a-z][A-Za-z0-9]+)");
    private static final Pattern TROUBLE = Pattern.compile("^\\| `([A-Z0-9_]+)` \\|.*");

    /** Names of libraries. */
    private static final Set<String> FOREIGN = Set.of("RecoverableWriter", "FileSink", "StrictMath");

    private static final Map<String, Path> CLASSES = new TreeMap<>();
    private static final List<Path> DOCUMENTS = new ArrayList<>();

    @BeforeAll
    static void walk() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.endsWith(".md")) {
                    DOCUMENTS.add(file);
                } else if (name.endsWith(".java")) {
                    CLASSES.put(name.substring(0, name.length() - ".java".length()), file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        DOCUMENTS.sort(null);
    }

    /** A row that stands above it stands outside of its table. */
    @Test
    void everyDocumentBeginsWithItsTitle() throws IOException {
        List<String> without = new ArrayList<>();
        for (Path document : DOCUMENTS) {
            if (!Files.readString(document).startsWith("# ")) {
                without.add(ROOT.relativize(document).toString());
            }
        }
        assertThat(without).isEmpty();
    }

    @Test
    void everyRelativeLinkLeadsToAFile() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : DOCUMENTS) {
            for (Path target : links(document)) {
                if (!Files.exists(target)) {
                    broken.add(ROOT.relativize(document) + " -> " + ROOT.relativize(target));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyDocumentCanBeReachedFromTheReadme() throws IOException {
        Set<Path> reached = new HashSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
        while (!open.isEmpty()) {
            Path document = open.pop();
            if (reached.add(document)) {
                for (Path target : links(document)) {
                    if (target.toString().endsWith(".md") && Files.exists(target)) {
                        open.push(target);
                    }
                }
            }
        }
        Set<Path> lost = new TreeSet<>(DOCUMENTS);
        lost.removeAll(reached);
        assertThat(lost).isEmpty();
    }

    @Test
    void everyCommandIsRegisteredWithItsOptions() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (Path document : DOCUMENTS) {
            Matcher command = COMMAND.matcher(Files.readString(document).replace("\\\n", " "));
            while (command.find()) {
                unknownParts(command.group(1), command.group(2))
                        .forEach(part -> unknown.add(ROOT.relativize(document) + ": " + part));
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyClassMethodAndPathThatIsNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path document : DOCUMENTS) {
            Matcher code = CODE.matcher(Files.readString(document));
            while (code.find()) {
                if (!exists(code.group(1))) {
                    missing.add(ROOT.relativize(document) + ": " + code.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyCodeOfTheTroubleTableIsAnErrorCode() throws IOException {
        List<String> codes = new ArrayList<>();
        List<String> lines = Files.readAllLines(ROOT.resolve("docs/running.md"));
        for (String line : lines.subList(lines.indexOf("## Trouble"), lines.size())) {
            Matcher trouble = TROUBLE.matcher(line);
            if (trouble.matches()) {
                codes.add(trouble.group(1));
            }
        }
        assertThat(codes).hasSizeGreaterThanOrEqualTo(15).doesNotHaveDuplicates();
        assertThat(Arrays.stream(ErrorCode.values()).map(Enum::name)).containsAll(codes);
    }

    private static List<Path> links(Path document) throws IOException {
        List<Path> targets = new ArrayList<>();
        Matcher link = LINK.matcher(Files.readString(document));
        while (link.find()) {
            String target = link.group(1).replaceFirst("#.*", "");
            if (!target.isEmpty() && !target.contains(":")) {
                targets.add(document.getParent().resolve(target).normalize());
            }
        }
        return targets;
    }

    private static List<String> unknownParts(String name, String rest) {
        // `test` belongs to the launcher, the arguments of `flink` to Flink.
        if (name.equals("test")) {
            return List.of();
        }
        CommandLine command = Millrace.commandLine(new Millrace(), Console.ofProcess())
                .getSubcommands()
                .get(name);
        if (command == null) {
            return List.of("no command " + name);
        }
        if (name.equals("flink")) {
            return List.of();
        }
        String word = rest.strip().replaceFirst("\\s.*", "");
        CommandLine inner = command.getSubcommands().getOrDefault(word, command);
        List<String> unknown = new ArrayList<>();
        Matcher option = OPTION.matcher(rest);
        while (option.find()) {
            if (!inner.getCommandSpec().optionsMap().containsKey(option.group())) {
                unknown.add("no option " + option.group() + " of " + name);
            }
        }
        if (!command.getSubcommands().isEmpty() && inner == command && !word.isEmpty() && !word.startsWith("-")) {
            unknown.add("no command " + name + " " + word);
        }
        return unknown;
    }

    /** True for everything that is no name of ours. */
    private static boolean exists(String code) throws IOException {
        String name = code.replaceFirst(".*/", "");
        if (name.endsWith(".java")) {
            return CLASSES.containsKey(name.substring(0, name.length() - ".java".length()));
        }
        if (SOURCE_PATH.matcher(code).matches() && !code.contains("/target/")) {
            return Files.exists(ROOT.resolve(code));
        }
        Matcher method = METHOD.matcher(code);
        if (method.matches() && CLASSES.containsKey(method.group(1))) {
            String source = Files.readString(CLASSES.get(method.group(1)));
            return Pattern.compile("\\b" + method.group(2) + "\\b")
                    .matcher(source)
                    .find();
        }
        return !CLASS.matcher(code).matches() || CLASSES.containsKey(code) || FOREIGN.contains(code);
    }
}
