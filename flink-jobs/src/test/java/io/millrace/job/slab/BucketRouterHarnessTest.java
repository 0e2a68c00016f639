package io.millrace.job.slab;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.AttachedSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.SlabKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class BucketRouterHarnessTest {
    private static final int BUCKETS = 16;

    @Test
    void everyRowArrivesOnceInASlabOfItsBucket() throws Exception {
        for (int rowsMax : new int[] {1, 7, 256}) {
            try (var harness = harness(rowsMax)) {
                harness.processElement(new StreamRecord<>(slab(1, 1_000)));
                harness.processElement(new StreamRecord<>(slab(1_001, 1_500)));
                harness.processWatermark(new Watermark(5));
                List<Long> parties = new ArrayList<>();
                for (Object output : harness.getOutput()) {
                    if (output instanceof StreamRecord<?> record) {
                        AttachedSlab slab = (AttachedSlab) record.getValue();
                        assertThat(slab.size).isBetween(1, rowsMax);
                        for (int row = 0; row < slab.size; row++) {
                            assertThat(KeyBucket.of(slab.partyId[row], BUCKETS)).isEqualTo(slab.bucket);
                            parties.add(slab.partyId[row]);
                        }
                    }
                }
                assertThat(parties)
                        .containsExactlyInAnyOrderElementsOf(
                                LongStream.rangeClosed(1, 1_500).boxed().toList());
            }
        }
    }

    @Test
    void nothingWaitsBehindAWatermarkABarrierOrTheEnd() throws Exception {
        try (var harness = harness(256)) {
            harness.processElement(new StreamRecord<>(slab(1, 3)));
            assertThat(harness.getOutput()).isEmpty();
            harness.processWatermark(new Watermark(1));
            assertThat(rows(harness)).isEqualTo(3);
            assertThat(harness.getOutput().toArray()[harness.getOutput().size() - 1])
                    .isInstanceOf(Watermark.class);

            harness.processElement(new StreamRecord<>(slab(4, 5)));
            harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
            assertThat(rows(harness)).isEqualTo(5);

            harness.processElement(new StreamRecord<>(slab(6, 6)));
            harness.endInput();
            assertThat(rows(harness)).isEqualTo(6);
        }
    }

    @Test
    void eachBucketIsItsOwnKeyGroup() {
        for (int buckets : new int[] {1, 16, 128, 4_096}) {
            BucketKey keys = BucketKey.of(buckets);
            for (int bucket = 0; bucket < buckets; bucket++) {
                assertThat(KeyGroupRangeAssignment.assignToKeyGroup(keys.key(bucket), buckets))
                        .isEqualTo(bucket);
            }
        }
    }

    private static OneInputStreamOperatorTestHarness<AttachedSlab, AttachedSlab> harness(int rowsMax) throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(
                new BucketRouter(BUCKETS, rowsMax),
                SlabTypeInfo.<AttachedSlab>of(SlabKind.ATTACHED)
                        .createSerializer(new org.apache.flink.api.common.serialization.SerializerConfigImpl()));
        harness.open();
        return harness;
    }

    private static int rows(OneInputStreamOperatorTestHarness<AttachedSlab, AttachedSlab> harness) {
        return harness.getOutput().stream()
                .filter(StreamRecord.class::isInstance)
                .mapToInt(output -> ((AttachedSlab) ((StreamRecord<?>) output).getValue()).size)
                .sum();
    }

    private static AttachedSlab slab(long firstParty, long lastParty) {
        AttachedSlab slab = new AttachedSlab((int) (lastParty - firstParty + 1));
        for (long party = firstParty; party <= lastParty; party++) {
            slab.partyId[slab.addRow()] = party;
        }
        return slab;
    }
}
