package io.millrace.job.sessionise;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Channel;
import io.millrace.job.testing.StateFixture;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.sessionise.BucketState;
import io.millrace.sessionise.SessionLimits;
import io.millrace.sessionise.Sessioniser;
import io.millrace.slab.AttachedSlab;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bucket with pending rows, as version 0.1 left it in a savepoint, serialiser snapshot first. */
class SessionStateFixtureTest {
    private static final String WORLD = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    private static final int ROWS = 20;

    @Test
    @Tag("F14")
    void aBucketOfTheFirstVersionIsRead() throws IOException {
        DataOutputSerializer now = new DataOutputSerializer(256);
        BucketStateSerializer serialiser = new BucketStateSerializer();
        TypeSerializerSnapshot.writeVersionedSnapshot(now, serialiser.snapshotConfiguration());
        serialiser.serialize(bucket(), now);

        DataInputDeserializer in =
                new DataInputDeserializer(StateFixture.of("sessionise.state", now.getCopyOfBuffer()));
        TypeSerializerSnapshot<BucketState> snapshot =
                TypeSerializerSnapshot.readVersionedSnapshot(in, getClass().getClassLoader());
        TypeSerializer<BucketState> old = snapshot.restoreSerializer();
        BucketState read = old.deserialize(in);

        assertThat(in.available()).isZero();
        assertThat(read.pendingRows()).isEqualTo(ROWS);
        assertThat(serialiser
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(snapshot)
                        .isCompatibleAsIs())
                .isTrue();
        DataOutputSerializer again = new DataOutputSerializer(256);
        serialiser.serialize(read, again);
        DataOutputSerializer made = new DataOutputSerializer(256);
        serialiser.serialize(bucket(), made);
        assertThat(again.getCopyOfBuffer()).isEqualTo(made.getCopyOfBuffer());
    }

    private static BucketState bucket() {
        AttachedSlab slab = new AttachedSlab(ROWS);
        for (int i = 0; i < ROWS; i++) {
            int row = slab.addRow();
            slab.tsMicros[row] = 1_770_000_000_000_000L + 60_000_000L * i;
            slab.merchantId[row] = 7;
            slab.arrivalSeq[row] = i + 1L;
            slab.partyId[row] = i % 3;
            slab.channel[row] = (byte) Channel.ECOM.code();
            slab.accountId[row] = 11L + i;
        }
        Sessioniser sessioniser = new Sessioniser(
                new SessionisationPolicy(
                        new SessionisationPolicy.Gap(1200, 5400, SessionisationPolicy.Ambiguous.LINEAR_RAMP),
                        new SessionisationPolicy.Caps(200, 43_200),
                        new SessionisationPolicy.Breaks(false, false)),
                Draws.of(WORLD, 42),
                KeyedBijection.of(WORLD, 42, "session_id"),
                Long.MAX_VALUE,
                true,
                SessionLimits.ofSlabRows(256));
        BucketState bucket = new BucketState();
        sessioniser.add(bucket, slab);
        return bucket;
    }
}
