package io.millrace.bench.stock;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;

/** Hands files out by their path, which begins with the day: without an order, event time would mean nothing. */
final class FilesInOrder implements FileSplitAssigner {
    private final Deque<FileSourceSplit> waiting = new ArrayDeque<>();

    FilesInOrder(Collection<FileSourceSplit> splits) {
        splits.stream()
                .sorted(Comparator.comparing(split -> split.path().getPath()))
                .forEach(waiting::add);
    }

    @Override
    public Optional<FileSourceSplit> getNext(String hostname) {
        return Optional.ofNullable(waiting.poll());
    }

    @Override
    public void addSplits(Collection<FileSourceSplit> splits) {
        splits.forEach(waiting::addFirst);
    }

    @Override
    public Collection<FileSourceSplit> remainingSplits() {
        return List.copyOf(waiting);
    }
}
