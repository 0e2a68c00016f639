package io.millrace.job.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A suite as it was typed, for whoever reads its report or repeats a round of it.
 *
 * @param typed arguments of the command line
 * @param worldSpec world of all its runs
 * @param scenario window of the world
 * @param checkpointSeconds time between checkpoints
 */
record ChaosInvocation(List<String> typed, String worldSpec, String scenario, double checkpointSeconds) {
    static final String WORLD_SPEC = "tiny";
    static final String SCENARIO = "baseline_20260101_60d";
    static final String CHECKPOINT_SECONDS = "0.5";
    /** The launcher's own: of no use to a reader. */
    static final String MORE_ROWS = "--more-rows";

    private static final String NAME = "chaos";

    ChaosInvocation {
        typed = List.copyOf(typed);
    }

    /** First line of a report. */
    String told() {
        List<String> words = new ArrayList<>(List.of("./millrace", NAME));
        boolean named = false;
        boolean isValue = false;
        for (String argument : typed) {
            if (isValue) {
                isValue = false;
            } else if (argument.equals(MORE_ROWS)) {
                isValue = true;
            } else if (argument.equals(NAME) && !named) {
                named = true;
            } else if (!argument.startsWith(MORE_ROWS + "=")) {
                words.add(argument);
            }
        }
        return "`" + String.join(" ", words) + "`, world " + worldSpec + ", " + scenario + ", a checkpoint every "
                + checkpointSeconds + " s";
    }

    /** The command that makes a round of seeds again and keeps its runs. */
    String again(ChaosRound round) {
        StringBuilder command = new StringBuilder(String.format(
                Locale.ROOT,
                "./millrace %s --fault %s --first-seed %d --seeds 1 --keep",
                NAME,
                round.fault(),
                round.seed()));
        if (!worldSpec.equals(WORLD_SPEC)) {
            command.append(" --world-spec ").append(worldSpec);
        }
        if (!scenario.equals(SCENARIO)) {
            command.append(" --scenario ").append(scenario);
        }
        if (checkpointSeconds != Double.parseDouble(CHECKPOINT_SECONDS)) {
            command.append(" --checkpoint-seconds ").append(checkpointSeconds);
        }
        return command.toString();
    }
}
