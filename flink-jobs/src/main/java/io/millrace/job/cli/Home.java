package io.millrace.job.cli;

import java.nio.file.Path;

/** Where the product lies; the launcher tells. */
final class Home {
    private Home() {}

    /** Folder of the launcher; the working folder when the jar was started without it. */
    static Path folder() {
        return Path.of(System.getProperty("millrace.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** Named from the working folder where it lies below it: messages name its files. */
    static Path config() {
        Path config = folder().resolve("config");
        Path here = Path.of("").toAbsolutePath();
        return config.startsWith(here) && !config.equals(here) ? here.relativize(config) : config;
    }

    static Path logging() {
        return folder().resolve("config/log4j2.properties");
    }

    static Path flinkLibraries() {
        return folder().resolve("flink-jobs/target/flink/lib");
    }

    static Path jar() {
        return folder().resolve("flink-jobs/target/millrace.jar");
    }

    /** Jars of a whole broker, which are in no other class path. */
    static Path brokerLibraries() {
        return folder().resolve("kafka-broker/target/lib");
    }

    /** Files of the local broker: settings, data, log, process id. */
    static Path broker() {
        return folder().resolve(".millrace/kafka");
    }

    /** Files of the local session cluster: configuration, logs, process ids. */
    static Path cluster() {
        return folder().resolve(".millrace/cluster");
    }
}
