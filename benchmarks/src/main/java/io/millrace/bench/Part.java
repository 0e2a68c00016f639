package io.millrace.bench;

import java.io.IOException;
import java.util.List;

/** One thing that is measured: its series are taken in turns, so their ratios hold whatever else the machine does. */
interface Part {
    /** As {@code --only} names it. */
    String name();

    /** In a few words. */
    String what();

    /** Seconds it takes on two quiet cores, worlds made before. */
    int seconds(Scale scale);

    List<Series> run(Stage stage) throws IOException, InterruptedException;
}
