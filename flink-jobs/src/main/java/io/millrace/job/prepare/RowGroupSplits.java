package io.millrace.job.prepare;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.Path;

/** The splits of files whose footers were read before the job began. */
final class RowGroupSplits implements FileEnumerator {
    private final List<ForeignFile> files;

    RowGroupSplits(List<ForeignFile> files) {
        this.files = files;
    }

    /** Flink makes an enumerator where it needs one. */
    static final class Provider implements FileEnumerator.Provider {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ForeignFile[] files;

        Provider(List<ForeignFile> files) {
            this.files = files.toArray(ForeignFile[]::new);
        }

        @Override
        public FileEnumerator create() {
            return new RowGroupSplits(List.of(files));
        }
    }

    @Override
    public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int minDesiredSplits) {
        List<FileSourceSplit> splits = new ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            splits.addAll(files.get(file).splits(file));
        }
        return splits;
    }
}
