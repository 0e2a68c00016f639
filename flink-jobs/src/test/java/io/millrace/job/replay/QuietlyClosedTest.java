package io.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.sinks.kafka.BusRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.junit.jupiter.api.Test;

/** What a writer has met is told once, and never at its end. */
class QuietlyClosedTest {
    @Test
    void aSendThatFailedIsToldByTheFlushAndNotByTheEnd() {
        Failing failing = new Failing(new IOException("sends failed"));
        QuietlyClosed writer = new QuietlyClosed(failing);

        assertThatThrownBy(() -> writer.flush(false)).hasMessage("sends failed");
        writer.close();

        assertThat(failing.closed).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aThreadThatIsInterruptedAtTheEndStaysInterrupted() {
        new QuietlyClosed(new Failing(new InterruptedException())).close();

        assertThat(Thread.interrupted()).isTrue();
    }

    private static final class Failing
            implements StatefulSinkWriter<BusRecord, KafkaWriterState>,
                    CommittingSinkWriter<BusRecord, KafkaCommittable> {
        private final Exception failure;
        private boolean closed;

        Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public void write(BusRecord message, Context context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            throw (IOException) failure;
        }

        @Override
        public Collection<KafkaCommittable> prepareCommit() {
            return List.of();
        }

        @Override
        public List<KafkaWriterState> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public void close() throws Exception {
            closed = true;
            throw failure;
        }
    }
}
