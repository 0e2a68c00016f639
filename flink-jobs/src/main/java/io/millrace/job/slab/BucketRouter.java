package io.millrace.job.slab;

import io.millrace.slab.AttachedSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.RowGather;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import java.util.Arrays;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sorts attached rows into slabs of one key bucket each, before the shuffle.
 *
 * <p>In: slabs of any parties. Out: slabs of one bucket, at most {@code rowsMax} rows. Key, state: none; rows wait here
 * only between two watermarks. An operator by hand because only operators see watermarks and the moment before a
 * barrier: waiting rows leave at both, so no row is ever behind a watermark or outside a checkpoint.
 *
 * <p>Rows wait as they came and are sorted together when they leave: an incoming slab holds a row or two of each bucket,
 * and to walk over all columns for so few costs more than the copy.
 *
 * <p>Bound: {@value #WAITING_MAX} rows.
 */
public final class BucketRouter extends AbstractStreamOperator<AttachedSlab>
        implements OneInputStreamOperator<AttachedSlab, AttachedSlab>, BoundedOneInput {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Four megabytes: with 128 buckets a full slab of 256 rows for each. */
    private static final int WAITING_MAX = 1 << 15;

    private final int buckets;
    private final int rowsMax;

    private transient AttachedSlab waiting;
    private transient int[] bucketEnd;
    private transient int[] bucketOfRow;
    private transient int[] rows;
    private transient RowGather gather;

    /** @param buckets max parallelism of the job */
    public BucketRouter(int buckets, int rowsMax) {
        this.buckets = buckets;
        this.rowsMax = rowsMax;
    }

    @Override
    public void open() throws Exception {
        super.open();
        waiting = new AttachedSlab(WAITING_MAX);
        bucketEnd = new int[buckets + 1];
        bucketOfRow = new int[WAITING_MAX];
        rows = new int[WAITING_MAX];
        gather = RowGather.between(SlabKind.ATTACHED, SlabKind.ATTACHED);
    }

    @Override
    public void processElement(StreamRecord<AttachedSlab> element) {
        AttachedSlab slab = element.getValue();
        int from = 0;
        while (from < slab.size) {
            int to = Math.min(slab.size, from + waiting.rowsMax() - waiting.size);
            waiting.append(slab, from, to);
            from = to;
            if (waiting.isFull()) {
                flush();
            }
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flush();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void endInput() {
        flush();
    }

    /** Hands on every waiting row; a slab that has left is the receiver's. */
    private void flush() {
        sortRowsByBucket();
        int start = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            while (start < bucketEnd[bucket]) {
                int end = Math.min(bucketEnd[bucket], start + rowsMax);
                AttachedSlab slab = new AttachedSlab(end - start);
                slab.bucket = bucket;
                gather.append(waiting, rows, start, end, slab);
                output.collect(new StreamRecord<>(slab));
                start = end;
            }
        }
        waiting.size = 0;
    }

    /** Counting sort: afterwards rows of bucket b are {@code rows[bucketEnd[b-1] .. bucketEnd[b]-1]}, of the first from 0. */
    private void sortRowsByBucket() {
        Arrays.fill(bucketEnd, 0);
        for (int row = 0; row < waiting.size; row++) {
            int bucket = KeyBucket.of(waiting.partyId[row], buckets);
            bucketOfRow[row] = bucket;
            bucketEnd[bucket + 1]++;
        }
        for (int bucket = 0; bucket < buckets; bucket++) {
            bucketEnd[bucket + 1] += bucketEnd[bucket];
        }
        // An entry is where its bucket starts until the rows are placed, and where it ends afterwards.
        for (int row = 0; row < waiting.size; row++) {
            rows[bucketEnd[bucketOfRow[row]]++] = row;
        }
    }
}
