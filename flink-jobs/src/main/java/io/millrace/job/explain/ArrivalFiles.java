package io.millrace.job.explain;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.arrivals.SlabFileReader;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.run.InputRole;
import io.millrace.run.SealedFile;
import io.millrace.run.SealedRun;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import io.millrace.story.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.io.LocalInputFile;

/**
 * Arrivals of a world with files, which are sealed and cut by the hour. What is not where it is said to be is looked for
 * everywhere.
 */
final class ArrivalFiles implements ArrivalShelf {
    private static final int SLAB_ROWS = 4096;
    private static final int HOUR_CHARACTERS = 13;

    private final Path world;
    private final List<SealedFile> files;
    private final List<String> zones;

    /** @param zones tzids by ordinal */
    ArrivalFiles(SealedRun sealed, Path world, List<String> zones) {
        this.world = world;
        this.zones = zones;
        files = sealed.files(sealed.input(InputRole.ARRIVALS, SlabKind.ARRIVAL.datasetId()));
    }

    @Override
    public ArrivalSlab find(Map<ArrivalName, Long> wanted) {
        ArrivalSlab found = new ArrivalSlab(Math.max(1, wanted.size()));
        Set<Name> left = new HashSet<>();
        Set<String> hours = new LinkedHashSet<>();
        wanted.forEach((name, micros) -> {
            left.add(new Name(name.merchantId(), name.arrivalSeq()));
            if (micros != ANYWHEN) {
                hours.add(hourFolder(micros));
            }
        });
        List<SealedFile> others = new ArrayList<>();
        for (SealedFile file : files) {
            if (hours.stream().anyMatch(hour -> file.path().contains(hour))) {
                take(file, left, found);
            } else {
                others.add(file);
            }
        }
        for (int file = 0; file < others.size() && !left.isEmpty(); file++) {
            take(others.get(file), left, found);
        }
        return found;
    }

    /** What rows of files say of themselves. */
    private record Name(long merchantId, long arrivalSeq) {}

    private void take(SealedFile file, Set<Name> left, ArrivalSlab found) {
        Path path = SealedRun.checked(file, world, new ParquetFooters());
        try (SlabFileReader reader = new SlabFileReader(new LocalInputFile(path), file.path(), zones)) {
            ArrivalSlab slab = new ArrivalSlab(SLAB_ROWS);
            while (!left.isEmpty() && reader.read(slab)) {
                for (int row = 0; row < slab.size; row++) {
                    if (left.remove(new Name(slab.merchantId[row], slab.arrivalSeq[row]))) {
                        found.append(slab, row, row + 1);
                    }
                }
            }
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            path.toString(),
                            "must be readable",
                            e.toString(),
                            "mend its permissions"),
                    e);
        }
    }

    /** {@code utc_date=2026-01-24/utc_hour=19/}. */
    private static String hourFolder(long micros) {
        String hour = Wording.utc(micros).substring(0, HOUR_CHARACTERS);
        return "/utc_date=" + hour.replace("T", "/utc_hour=") + "/";
    }
}
