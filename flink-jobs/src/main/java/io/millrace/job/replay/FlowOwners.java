package io.millrace.job.replay;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.arrivals.SlabFileReader;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.slab.FlowSlab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.parquet.io.LocalInputFile;

/**
 * Account or party of flows, from their anchors: events do not carry them. Held for the flows of one stretch of time; the
 * anchors are read backwards from there until all are found, since most events come soon after their flow.
 */
final class FlowOwners {
    private static final int READ_ROWS = 4_096;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final ReplayPlan plan;
    private final List<String> zones;
    /** Open addressing; 0 is no flow. */
    private long[] flows = new long[0];

    private long[] owners = new long[0];
    private int open;

    FlowOwners(ReplayPlan plan, List<String> zones) {
        this.plan = plan;
        this.zones = zones;
    }

    /**
     * Replaces each flow by its owner.
     *
     * @param flowIds flow ids in, owners out
     * @param untilMicros time that all their events come before
     * @throws RunException S2_PARITY when a flow has no anchor
     */
    void resolve(long[] flowIds, int size, long untilMicros) throws IOException {
        int capacity = Integer.highestOneBit(Math.max(16, 2 * size)) << 1;
        flows = new long[capacity];
        owners = new long[capacity];
        open = 0;
        for (int i = 0; i < size; i++) {
            int at = slot(flowIds[i]);
            if (flows[at] == 0) {
                flows[at] = flowIds[i];
                open++;
            }
        }
        List<ReplayFile> anchors = new ArrayList<>(plan.files(BusStream.ANCHORS, Long.MIN_VALUE, untilMicros));
        anchors.sort(Comparator.comparingLong(ReplayFile::tsMaxMicros).reversed());
        for (int file = 0; file < anchors.size() && open > 0; file++) {
            read(anchors.get(file));
        }
        for (int i = 0; i < size; i++) {
            long owner = owners[slot(flowIds[i])];
            if (owner == 0) {
                throw new RunException(Problem.of(
                        ErrorCode.S2_PARITY,
                        "s2_event_stream_baseline_6B#flow_id",
                        "must have an anchor that tells its account and party",
                        Long.toString(flowIds[i]),
                        "verify the run: millrace verify"));
            }
            flowIds[i] = owner;
        }
    }

    private void read(ReplayFile file) throws IOException {
        FlowSlab slab = new FlowSlab(READ_ROWS);
        boolean isAccount = plan.key() == MessageKey.ACCOUNT_ID;
        long[] owner = isAccount ? slab.accountId : slab.partyId;
        try (SlabFileReader reader = new SlabFileReader(new LocalInputFile(Path.of(file.path())), file.path(), zones)
                .only(Set.of("flow_id", isAccount ? "account_id" : "party_id"))) {
            while (open > 0 && reader.read(slab)) {
                for (int row = 0; row < slab.size; row++) {
                    int at = slot(slab.flowId[row]);
                    if (flows[at] != 0 && owners[at] == 0) {
                        owners[at] = owner[row];
                        open--;
                    }
                }
            }
        }
    }

    private int slot(long flow) {
        int mask = flows.length - 1;
        int at = (int) ((flow * MIX) >>> 32) & mask;
        while (flows[at] != 0 && flows[at] != flow) {
            at = at + 1 & mask;
        }
        return at;
    }
}
