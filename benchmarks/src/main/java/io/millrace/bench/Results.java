package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The newest result of each part; a part that was not asked for keeps the one it has. */
record Results(List<PartResult> parts) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    Results {
        parts = List.copyOf(parts);
    }

    /** Those of the file; none when there is no file. */
    static Results read(Path file) throws IOException {
        return Files.exists(file) ? JSON.readValue(Files.readString(file), Results.class) : new Results(List.of());
    }

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    Results with(PartResult part) {
        List<PartResult> all = new ArrayList<>(parts);
        all.removeIf(old -> old.name().equals(part.name()));
        all.add(part);
        return new Results(all);
    }

    Optional<PartResult> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
