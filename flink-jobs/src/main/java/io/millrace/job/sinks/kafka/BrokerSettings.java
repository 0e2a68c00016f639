package io.millrace.job.sinks.kafka;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Settings of a broker or a topic, as far as the user may see them. */
final class BrokerSettings {
    private final Map<String, String> settings;

    private BrokerSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    /** None where the user may not see them. */
    static BrokerSettings of(Admin admin, ConfigResource.Type type, String name)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(type, name);
        try {
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            Map<String, String> settings = new TreeMap<>();
            config.entries().stream()
                    .filter(entry -> entry.value() != null)
                    .forEach(entry -> settings.put(entry.name(), entry.value()));
            return new BrokerSettings(settings);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return new BrokerSettings(Map.of());
            }
            throw e;
        }
    }

    String text(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    long millis(String name, long otherwise) {
        String text = settings.get(name);
        return text == null ? otherwise : Long.parseLong(text);
    }
}
