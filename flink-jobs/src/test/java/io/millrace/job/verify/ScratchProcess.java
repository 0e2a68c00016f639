package io.millrace.job.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process with a scratch folder, told on its output, until its input ends. */
final class ScratchProcess {
    private ScratchProcess() {}

    public static void main(String[] arguments) throws IOException {
        ScratchFolder folder = ScratchFolder.in(Path.of(arguments[0]));
        Files.writeString(folder.path().resolve("spilled"), "rows");
        System.out.println(folder.path());
        while (System.in.read() >= 0) {}
    }
}
