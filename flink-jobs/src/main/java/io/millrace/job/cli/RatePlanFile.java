package io.millrace.job.cli;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.job.replay.ReplayPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate plan as text: a line per segment, {@code seconds, rate} or {@code seconds, rate-rate} for a ramp, # for comments.
 * The last segment goes on.
 */
final class RatePlanFile {
    private static final String NUMBER = "([0-9]+(?:[.][0-9]+)?)";
    private static final Pattern SEGMENT =
            Pattern.compile("\\s*" + NUMBER + "\\s*,\\s*" + NUMBER + "(?:\\s*-\\s*" + NUMBER + ")?\\s*");

    private RatePlanFile() {}

    /** @throws ContractException IO_READ_FAILED, or CONFIG_VALIDATION_FAILED with every line that is none */
    static ReplayPace.ByRate read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ContractException(Problem.of(
                    ErrorCode.IO_READ_FAILED,
                    file.toString(),
                    "must be a readable rate plan",
                    e.toString(),
                    "mend the path or the permissions"));
        }
        List<ReplayPace.Segment> segments = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int number = 0; number < lines.size(); number++) {
            String line = lines.get(number).replaceFirst("#.*", "");
            if (!line.isBlank()) {
                try {
                    segments.add(segment(line));
                } catch (IllegalArgumentException none) {
                    problems.add(wrong(file + ":" + (number + 1), line.strip()));
                }
            }
        }
        if (segments.isEmpty() && problems.isEmpty()) {
            problems.add(wrong(file.toString(), "no line"));
        }
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        return new ReplayPace.ByRate(segments);
    }

    private static ReplayPace.Segment segment(String line) {
        Matcher matcher = SEGMENT.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(line);
        }
        double start = Double.parseDouble(matcher.group(2));
        double end = matcher.group(3) == null ? start : Double.parseDouble(matcher.group(3));
        return new ReplayPace.Segment(Double.parseDouble(matcher.group(1)), start, end);
    }

    private static Problem wrong(String where, String found) {
        return Problem.of(
                ErrorCode.CONFIG_VALIDATION_FAILED,
                where,
                "must be 'seconds, rate' or 'seconds, rate-rate', the seconds and the last rate above 0",
                found,
                "write lines such as '60, 3000' and '30, 1000-6000'");
    }
}
