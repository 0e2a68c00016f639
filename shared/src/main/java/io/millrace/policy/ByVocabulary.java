package io.millrace.policy;

import io.millrace.contract.Coded;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Policy maps whose keys are the tokens of one vocabulary, as maps by constant. */
final class ByVocabulary {
    private ByVocabulary() {}

    /** Every constant must have its key; in code order, unmodifiable. */
    static <E extends Enum<E> & Coded, T> Map<E, T> map(
            PolicyNode node, Class<E> vocabulary, Function<PolicyNode, T> value) {
        EnumMap<E, T> map = new EnumMap<>(vocabulary);
        for (E constant : vocabulary.getEnumConstants()) {
            map.put(constant, value.apply(node.get(constant.token())));
        }
        return Collections.unmodifiableMap(map);
    }

    static <E extends Enum<E> & Coded> List<E> list(PolicyNode node, Class<E> vocabulary) {
        return node.items().stream().map(item -> constant(item, vocabulary)).toList();
    }

    /** In code order, unmodifiable; a repeated token is our bug, the schema refuses it. */
    static <E extends Enum<E> & Coded> Set<E> set(PolicyNode node, Class<E> vocabulary) {
        EnumSet<E> set = EnumSet.noneOf(vocabulary);
        set.addAll(list(node, vocabulary));
        return Collections.unmodifiableSet(set);
    }

    static <E extends Enum<E> & Coded> E constant(PolicyNode node, Class<E> vocabulary) {
        return Arrays.stream(vocabulary.getEnumConstants())
                .filter(constant -> constant.token().equals(node.text()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(node.pointer() + " is no " + vocabulary.getSimpleName()));
    }
}
