package io.millrace.job.arrivals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Hour files in time order: {@code …/utc_date=YYYY-MM-DD/utc_hour=HH/part-*.parquet} sorts by path as by time, so the
 * next split is always the earliest that is left, and a reader never goes back in time.
 */
final class TimeOrderedSplits implements FileSplitAssigner {
    private static final Comparator<FileSourceSplit> BY_TIME =
            Comparator.comparing((FileSourceSplit split) -> split.path().toString());

    private final PriorityQueue<FileSourceSplit> left = new PriorityQueue<>(BY_TIME);

    TimeOrderedSplits(Collection<FileSourceSplit> splits) {
        left.addAll(splits);
    }

    @Override
    public Optional<FileSourceSplit> getNext(String hostname) {
        return Optional.ofNullable(left.poll());
    }

    @Override
    public void addSplits(Collection<FileSourceSplit> splits) {
        left.addAll(splits);
    }

    @Override
    public Collection<FileSourceSplit> remainingSplits() {
        return List.copyOf(left);
    }

    /** One split per part file; hidden files are not data. */
    static final class HourFiles implements FileEnumerator {
        @Override
        public Collection<FileSourceSplit> enumerateSplits(Path[] roots, int minDesiredSplits) throws IOException {
            List<FileSourceSplit> splits = new ArrayList<>();
            for (Path root : roots) {
                FileSystem files = FileSystem.get(root.toUri());
                if (files.exists(root)) {
                    collect(files, root, splits);
                }
            }
            splits.sort(BY_TIME);
            return splits;
        }

        private static void collect(FileSystem files, Path folder, List<FileSourceSplit> splits) throws IOException {
            for (FileStatus status : files.listStatus(folder)) {
                String name = status.getPath().getName();
                if (name.startsWith(".") || name.startsWith("_")) {
                    continue;
                }
                if (status.isDir()) {
                    collect(files, status.getPath(), splits);
                } else if (name.endsWith(".parquet")) {
                    splits.add(new FileSourceSplit(
                            status.getPath().getPath(),
                            status.getPath(),
                            0,
                            status.getLen(),
                            status.getModificationTime(),
                            status.getLen()));
                }
            }
        }
    }
}
