package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * YAML that every reader understands alike: one document, no anchors, no tags, no merge, and no plain scalar that one
 * YAML version reads as text and another as number, boolean or date. Problems are collected, not thrown, so one pass
 * tells all of a file.
 */
public final class StrictYaml {
    private static final int BYTES_MAX = 4 << 20;
    private static final int DEPTH_MAX = 32;
    private static final int DIGITS_MAX = 17;
    private static final BigDecimal INTEGER_MAX = BigDecimal.valueOf((1L << 53) - 1);
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.]+");
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    /** Plain texts that YAML 1.1 or 1.2 would read as something else than text. */
    private static final Pattern AMBIGUOUS = Pattern.compile("(?i:y|n|yes|no|on|off|true|false|null|~|)"
            + "|[-+]?(0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]+|0[bB][01_]+|[0-9][0-9_]*(:[0-5]?[0-9])*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?)"
            + "|[-+]?\\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|[-+]?\\.(?i:inf)|\\.(?i:nan)"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?|=|<<");

    private final String file;
    private final List<Problem> problems;
    private Iterator<Event> events;

    private StrictYaml(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * @param file name for messages
     * @param problems receives every violation
     * @return empty when the file has no readable tree; a tree with problems may miss the values that were refused
     */
    public static Optional<PolicyNode> parse(String file, byte[] bytes, List<Problem> problems) {
        return new StrictYaml(file, problems).document(bytes);
    }

    private Optional<PolicyNode> document(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            refuse("", 0, 0, "must have at most 4 MiB", bytes.length + " bytes", "split it");
            return Optional.empty();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            refuse("", 0, 0, "must be UTF-8", "other bytes", "save it as UTF-8");
            return Optional.empty();
        }
        if (text.startsWith("\uFEFF")) {
            refuse("", 1, 1, "must have no byte order mark", "a byte order mark", "save it without");
            text = text.substring(1);
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            refuse("", 0, 0, "must have no NUL", "NUL at character " + nul, "remove it");
            return Optional.empty();
        }
        try {
            events = new Parse(LoadSettings.builder()
                            .setLabel(file)
                            .setParseComments(false)
                            .build())
                    .parseString(text)
                    .iterator();
            return read();
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().orElse(null);
            refuse(
                    "",
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "must be YAML",
                    e.getProblem() == null ? "a syntax error" : e.getProblem(),
                    "mend the syntax at this place; indent with spaces only");
            return Optional.empty();
        }
    }

    private Optional<PolicyNode> read() {
        PolicyNode root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
                case Alias, Scalar, MappingStart, SequenceStart, MappingEnd, SequenceEnd -> {
                    PolicyNode node = node(event, "", 0);
                    if (root == null) {
                        root = node;
                    } else {
                        refuse("", line(event), column(event), "must be one document", "a second one", "remove it");
                    }
                }
            }
        }
        if (root == null) {
            refuse("", 1, 1, "must hold a mapping", "an empty file", "write the keys");
        }
        return Optional.ofNullable(root);
    }

    private PolicyNode node(Event event, String pointer, int depth) {
        if (depth > DEPTH_MAX) {
            refuse(pointer, line(event), column(event), "must be at most 32 levels deep", "more", "flatten it");
        }
        if (event instanceof AliasEvent alias) {
            refuse(
                    pointer,
                    line(event),
                    column(event),
                    "must have no alias",
                    "*" + alias.getAlias(),
                    "write the value out");
            return PolicyNode.scalar(null, pointer, line(event), column(event));
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            refuse(
                    pointer,
                    line(event),
                    column(event),
                    "must have no anchor",
                    "&" + node.getAnchor().get(),
                    "remove it");
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar, pointer);
        }
        if (event instanceof CollectionStartEvent start && start.getTag().isPresent()) {
            refuse(
                    pointer,
                    line(event),
                    column(event),
                    "must have no tag",
                    start.getTag().get(),
                    "remove it");
        }
        return event.getEventId() == Event.ID.MappingStart
                ? mapping(event, pointer, depth)
                : sequence(event, pointer, depth);
    }

    private PolicyNode mapping(Event start, String pointer, int depth) {
        TreeMap<String, PolicyNode> entries = new TreeMap<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            String key = key(event, pointer);
            String child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            PolicyNode value = node(events.next(), child, depth + 1);
            if (entries.containsKey(key)) {
                refuse(
                        child,
                        line(event),
                        column(event),
                        "must stand once",
                        "a second time",
                        "remove one of them; the first is at line "
                                + entries.get(key).line());
            } else {
                entries.put(key, value.underKey(line(event), column(event)));
            }
            event = events.next();
        }
        return PolicyNode.map(entries, pointer, line(start), column(start));
    }

    private String key(Event event, String pointer) {
        if (!(event instanceof ScalarEvent scalar)) {
            refuse(
                    pointer,
                    line(event),
                    column(event),
                    "must have text keys",
                    "a collection or alias",
                    "write a plain key");
            skip(event);
            return "?" + line(event) + "_" + column(event);
        }
        String key = scalar.getValue();
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        if (plain && "<<".equals(key)) {
            refuse(pointer, line(event), column(event), "must have no merge key", "<<", "write the values out");
        } else if (!KEY.matcher(key).matches()) {
            refuse(
                    pointer,
                    line(event),
                    column(event),
                    "must have keys of letters, digits, _ and .",
                    "\"" + key + "\"",
                    "rename the key");
        } else if (plain && AMBIGUOUS.matcher(key).matches()) {
            refuse(pointer, line(event), column(event), "must have text keys", key, "quote the key");
        }
        return key;
    }

    /** Passes over a refused collection key. */
    private void skip(Event event) {
        int depth = event instanceof CollectionStartEvent ? 1 : 0;
        while (depth > 0) {
            Event next = events.next();
            if (next instanceof CollectionStartEvent) {
                depth++;
            } else if (next.getEventId() == Event.ID.MappingEnd || next.getEventId() == Event.ID.SequenceEnd) {
                depth--;
            }
        }
    }

    private PolicyNode sequence(Event start, String pointer, int depth) {
        List<PolicyNode> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, pointer + "/" + items.size(), depth + 1));
            event = events.next();
        }
        return PolicyNode.list(items, pointer, line(start), column(start));
    }

    private PolicyNode scalar(ScalarEvent scalar, String pointer) {
        int line = line(scalar);
        int column = column(scalar);
        if (scalar.getTag().isPresent()) {
            refuse(pointer, line, column, "must have no tag", scalar.getTag().get(), "remove it");
        }
        String text = scalar.getValue();
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            refuse(pointer, line, column, "must be Unicode NFC", "\"" + text + "\"", "save it in composed form");
        }
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return PolicyNode.scalar(text, pointer, line, column);
        }
        if (text.equals("true") || text.equals("false")) {
            return PolicyNode.scalar(text.equals("true"), pointer, line, column);
        }
        if (text.equals("null")) {
            return PolicyNode.scalar(null, pointer, line, column);
        }
        if (JSON_NUMBER.matcher(text).matches()) {
            return number(text, pointer, line, column);
        }
        if (AMBIGUOUS.matcher(text).matches()) {
            refuse(
                    pointer,
                    line,
                    column,
                    "must read the same in every YAML version",
                    text,
                    "quote it or write it as JSON");
        }
        return PolicyNode.scalar(text, pointer, line, column);
    }

    private PolicyNode number(String text, String pointer, int line, int column) {
        BigDecimal value = new BigDecimal(text);
        boolean integer = value.stripTrailingZeros().scale() <= 0;
        if (integer && value.abs().compareTo(INTEGER_MAX) > 0 && !text.contains("e") && !text.contains("E")) {
            refuse(
                    pointer,
                    line,
                    column,
                    "must lie within 2^53 - 1",
                    text,
                    "write a quoted string where the schema asks for one");
        } else if (!Double.isFinite(value.doubleValue())) {
            refuse(pointer, line, column, "must be finite", text, "write a smaller number");
        } else if (!integer && value.precision() > DIGITS_MAX) {
            refuse(pointer, line, column, "must have at most 17 digits", text, "round it");
        }
        return PolicyNode.scalar(value, pointer, line, column);
    }

    private void refuse(String pointer, int line, int column, String expected, String found, String fix) {
        problems.add(new Problem(
                ErrorCode.CONFIG_VALIDATION_FAILED, file + "#" + pointer, expected, found, fix, "yaml", line, column));
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static int column(Event event) {
        return event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }
}
