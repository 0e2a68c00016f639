package io.millrace.policy;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A parsed policy value with its place: RFC 6901 pointer, line and column. Records are built from it after the schema
 * has accepted the file, so a missing or wrongly typed key here is our bug ({@link IllegalStateException}). Every key
 * that is asked for is marked as read; {@link #unreadPointers} names the others.
 */
public final class PolicyNode {
    private final Object value;
    private final String pointer;
    private final int line;
    private final int column;
    private final int keyLine;
    private final int keyColumn;
    private final Set<String> readKeys = Collections.synchronizedSet(new LinkedHashSet<>());

    private PolicyNode(Object value, String pointer, int line, int column) {
        this(value, pointer, line, column, line, column);
    }

    private PolicyNode(Object value, String pointer, int line, int column, int keyLine, int keyColumn) {
        this.value = value;
        this.pointer = pointer;
        this.line = line;
        this.column = column;
        this.keyLine = keyLine;
        this.keyColumn = keyColumn;
    }

    /** @param entries children by key */
    public static PolicyNode map(SortedMap<String, PolicyNode> entries, String pointer, int line, int column) {
        return new PolicyNode(Collections.unmodifiableSortedMap(new TreeMap<>(entries)), pointer, line, column);
    }

    public static PolicyNode list(List<PolicyNode> items, String pointer, int line, int column) {
        return new PolicyNode(List.copyOf(items), pointer, line, column);
    }

    /** @param scalar {@code String}, {@code BigDecimal}, {@code Boolean} or null */
    public static PolicyNode scalar(Object scalar, String pointer, int line, int column) {
        if (scalar != null
                && !(scalar instanceof String)
                && !(scalar instanceof BigDecimal)
                && !(scalar instanceof Boolean)) {
            throw new IllegalArgumentException("a scalar is text, number, boolean or null, was " + scalar.getClass());
        }
        return new PolicyNode(scalar, pointer, line, column);
    }

    /** The same value as a child of a map, with the place of its key. */
    PolicyNode underKey(int lineOfKey, int columnOfKey) {
        return new PolicyNode(value, pointer, line, column, lineOfKey, columnOfKey);
    }

    public String pointer() {
        return pointer;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    /** 1-based line of the key, for a child of a map; else that of the value. */
    public int keyLine() {
        return keyLine;
    }

    /** 1-based column of the key, for a child of a map; else that of the value. */
    public int keyColumn() {
        return keyColumn;
    }

    public boolean isMap() {
        return value instanceof SortedMap;
    }

    public boolean isList() {
        return value instanceof List;
    }

    public boolean isText() {
        return value instanceof String;
    }

    public boolean isNumber() {
        return value instanceof BigDecimal;
    }

    public boolean isBool() {
        return value instanceof Boolean;
    }

    public boolean isNull() {
        return value == null;
    }

    public boolean has(String key) {
        return isMap() && children().containsKey(key);
    }

    /** Child of a map. */
    public PolicyNode get(String key) {
        PolicyNode child = children().get(key);
        if (child == null) {
            throw new IllegalStateException(pointer + " has no key " + key);
        }
        readKeys.add(key);
        return child;
    }

    /** All children of a map, by key; marks every key as read. */
    @SuppressWarnings("unchecked")
    public SortedMap<String, PolicyNode> entries() {
        SortedMap<String, PolicyNode> children = children();
        readKeys.addAll(children.keySet());
        return children;
    }

    /** All children of a map, by key, without marking any as read. */
    SortedMap<String, PolicyNode> peek() {
        return children();
    }

    /** Items of a list. */
    @SuppressWarnings("unchecked")
    public List<PolicyNode> items() {
        return (List<PolicyNode>) expect(List.class);
    }

    public String text() {
        return expect(String.class);
    }

    public List<String> texts() {
        return items().stream().map(PolicyNode::text).toList();
    }

    public boolean bool() {
        return expect(Boolean.class);
    }

    /** The number exactly as written. */
    public BigDecimal decimal() {
        return expect(BigDecimal.class);
    }

    public double number() {
        return decimal().doubleValue();
    }

    public long integer() {
        return decimal().longValueExact();
    }

    public int int32() {
        return decimal().intValueExact();
    }

    /** Plain maps, lists and scalars, for canonical JSON and schema checks; marks nothing as read. */
    public Object plain() {
        if (isMap()) {
            TreeMap<String, Object> map = new TreeMap<>();
            children().forEach((key, child) -> map.put(key, child.plain()));
            return map;
        }
        return isList() ? items().stream().map(PolicyNode::plain).collect(java.util.stream.Collectors.toList()) : value;
    }

    /** Pointers of keys below this node that nobody has read; notes and header keys are the caller's to ignore. */
    public List<String> unreadPointers() {
        if (isList()) {
            return items().stream()
                    .flatMap(item -> item.unreadPointers().stream())
                    .toList();
        }
        if (!isMap()) {
            return List.of();
        }
        return children().entrySet().stream()
                .flatMap(entry -> readKeys.contains(entry.getKey())
                        ? entry.getValue().unreadPointers().stream()
                        : java.util.stream.Stream.of(entry.getValue().pointer()))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private SortedMap<String, PolicyNode> children() {
        return (SortedMap<String, PolicyNode>) expect(SortedMap.class);
    }

    private <T> T expect(Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalStateException(pointer + " is no " + type.getSimpleName() + " but " + value);
        }
        return type.cast(value);
    }
}
