package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** A file with settings of Kafka's clients, held against what these clients know before any of them is made. */
final class ClientSettings {
    /** What the replay decides itself: another value would break what it promises. */
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "transactional.id",
            "enable.idempotence",
            "acks",
            "key.serializer",
            "value.serializer",
            "isolation.level",
            "max.in.flight.requests.per.connection",
            "group.id");

    private ClientSettings() {}

    /** @throws ContractException IO_READ_FAILED; CONFIG_VALIDATION_FAILED with every key that cannot be as it is */
    static Properties read(Path file) {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ContractException(Problem.of(
                    ErrorCode.IO_READ_FAILED,
                    file.toString(),
                    "must be a readable properties file",
                    e.getClass().getSimpleName(),
                    "mend the path or the permissions"));
        }
        List<Problem> problems = new ArrayList<>();
        requireLeft(file, settings, problems);
        requireTaken(file, settings, problems);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        return settings;
    }

    private static void requireLeft(Path file, Properties settings, List<Problem> problems) {
        Set<String> chosen = new TreeSet<>(settings.stringPropertyNames());
        chosen.retainAll(OURS);
        if (!chosen.isEmpty()) {
            problems.add(Problem.of(
                    ErrorCode.CONFIG_VALIDATION_FAILED,
                    file.toString(),
                    "must leave what delivery rests on to the replay",
                    String.join(", ", chosen),
                    "take these keys out of the file; the address is --bootstrap-servers"));
        }
    }

    private static void requireTaken(Path file, Properties settings, List<Problem> problems) {
        TreeMap<String, String> values = new TreeMap<>();
        settings.stringPropertyNames().stream()
                .filter(key -> !OURS.contains(key))
                .forEach(key -> values.put(key, settings.getProperty(key)));
        TreeMap<String, Problem> byKey = new TreeMap<>();
        for (ConfigDef known :
                List.of(AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef())) {
            for (Map.Entry<String, ConfigValue> checked :
                    known.validateAll(values).entrySet()) {
                String key = checked.getKey();
                // What is not in the file, such as the address, is given later.
                if (values.containsKey(key)
                        && !checked.getValue().errorMessages().isEmpty()) {
                    byKey.putIfAbsent(
                            key,
                            refused(
                                    file,
                                    key,
                                    known.configKeys().get(key).type,
                                    values.get(key),
                                    checked.getValue().errorMessages().get(0)));
                }
            }
        }
        problems.addAll(byKey.values());
    }

    private static Problem refused(Path file, String key, ConfigDef.Type type, String value, String message) {
        // "Invalid value 1x for configuration linger.ms: Not a number of type LONG"
        String named = " for configuration " + key;
        int at = message.indexOf(named);
        String reason = at < 0 ? "" : message.substring(at + named.length()).replaceFirst("^: ", "");
        boolean isSecret = type == ConfigDef.Type.PASSWORD;
        return Problem.of(
                ErrorCode.CONFIG_VALIDATION_FAILED,
                file + "#" + key,
                "must be a value that Kafka's clients take",
                isSecret || reason.isEmpty() ? "refused" : "'" + value + "': " + reason,
                "mend the value, or take the key out");
    }
}
