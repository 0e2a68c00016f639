package io.millrace.job.slab;

import io.millrace.slab.AttachedSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.RowGather;
import io.millrace.slab.SlabKind;
import java.io.Serial;
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
 * barrier: part-filled slabs leave at both, so no row is ever behind a watermark or outside a checkpoint.
 *
 * <p>Bound: buckets * rowsMax rows.
 */
public final class BucketRouter extends AbstractStreamOperator<AttachedSlab>
        implements OneInputStreamOperator<AttachedSlab, AttachedSlab>, BoundedOneInput {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int buckets;
    private final int rowsMax;

    private transient AttachedSlab[] open;
    private transient int[] bucketStart;
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
        open = new AttachedSlab[buckets];
        bucketStart = new int[buckets + 1];
        bucketOfRow = new int[0];
        rows = new int[0];
        gather = RowGather.between(SlabKind.ATTACHED, SlabKind.ATTACHED);
    }

    @Override
    public void processElement(StreamRecord<AttachedSlab> element) {
        AttachedSlab slab = element.getValue();
        sortRowsByBucket(slab);
        for (int bucket = 0; bucket < buckets; bucket++) {
            int end = bucketStart[bucket];
            int start = bucket == 0 ? 0 : bucketStart[bucket - 1];
            while (start < end) {
                AttachedSlab target = openSlab(bucket);
                int next = Math.min(end, start + rowsMax - target.size);
                gather.append(slab, rows, start, next, target);
                start = next;
                if (target.isFull()) {
                    flush(bucket);
                }
            }
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flushAll();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flushAll();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void endInput() {
        flushAll();
    }

    /** Counting sort: afterwards rows of bucket b are {@code rows[bucketStart[b-1] .. bucketStart[b]-1]}. */
    private void sortRowsByBucket(AttachedSlab slab) {
        if (rows.length < slab.size) {
            rows = new int[slab.size];
            bucketOfRow = new int[slab.size];
        }
        java.util.Arrays.fill(bucketStart, 0);
        for (int row = 0; row < slab.size; row++) {
            int bucket = KeyBucket.of(slab.partyId[row], buckets);
            bucketOfRow[row] = bucket;
            bucketStart[bucket + 1]++;
        }
        for (int bucket = 0; bucket < buckets; bucket++) {
            bucketStart[bucket + 1] += bucketStart[bucket];
        }
        for (int row = 0; row < slab.size; row++) {
            rows[bucketStart[bucketOfRow[row]]++] = row;
        }
    }

    private AttachedSlab openSlab(int bucket) {
        if (open[bucket] == null) {
            open[bucket] = new AttachedSlab(rowsMax);
            open[bucket].bucket = bucket;
        }
        return open[bucket];
    }

    private void flushAll() {
        for (int bucket = 0; bucket < buckets; bucket++) {
            flush(bucket);
        }
    }

    /** Hands the slab on and forgets it: the receiver owns it now. */
    private void flush(int bucket) {
        AttachedSlab slab = open[bucket];
        if (slab != null) {
            open[bucket] = null;
            output.collect(new StreamRecord<>(slab));
        }
    }
}
