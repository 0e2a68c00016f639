package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same command once more through {@code flink run} of the user's cluster, so nothing in it knows where it runs. */
final class ClusterSubmission {
    /** Option of the commands that know the way. */
    static final String OPTION = "--on-cluster";

    private ClusterSubmission() {}

    /**
     * Returns at the end of the client.
     *
     * @param command name of the command
     * @param typed its arguments, perhaps with its name before them
     * @param slots that its job needs
     * @return exit code
     * @throws RunException USAGE when the cluster has fewer slots free
     */
    static int run(String command, List<String> typed, int slots) throws IOException, InterruptedException {
        requireSlots(slots);
        List<String> arguments = new ArrayList<>(List.of("run", Home.jar().toString(), command));
        // The command's own name comes first when it was called from the root.
        typed.subList(typed.get(0).equals(command) ? 1 : 0, typed.size()).stream()
                .filter(argument -> !argument.equals(OPTION))
                .forEach(arguments::add);
        return LocalCluster.client(arguments).inheritIO().start().waitFor();
    }

    /** With too few of them Flink would wait in silence until its own time-out. */
    private static void requireSlots(int needed) throws IOException, InterruptedException {
        LocalCluster local = LocalCluster.ofUser();
        Optional<ClusterOverview> cluster = local.isRunning() ? ClusterOverview.of(local.port()) : Optional.empty();
        if (cluster.isPresent() && cluster.get().freeSlots() < needed) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    "local Flink cluster",
                    "must have " + needed + " free slots",
                    cluster.get().text(),
                    "give a smaller --parallelism, or add TaskManagers: millrace cluster start --taskmanagers "
                            + cluster.get().taskManagersFor(needed, local.slots())));
        }
    }
}
