package io.millrace.job.sinks.parquet;

import io.millrace.contract.AuthResult;
import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.Iso;
import io.millrace.digest.RowDigest;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.run.RowCounters;
import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.RowBytes;
import io.millrace.slab.RowLinks;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Rows per CPU-second of the event encoder on traffic-like rows, as a program of its own: {@code java … EncoderBench
 * [rounds]}. No test, since a time is no truth.
 */
public final class EncoderBench {
    private static final int SLAB_ROWS = 256;
    private static final int SLABS = 4_096;
    private static final int MERCHANTS = 20_000;

    private EncoderBench() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        List<EventSlab> slabs = slabs();
        long rows = slabs.stream().mapToLong(slab -> slab.size).sum();
        TreeMap<String, String> footer = new TreeMap<>();
        footer.put(FooterKeys.CONTRACTS_VERSION, "1.0.0");
        for (SinkEncoding encoding : SinkEncoding.values()) {
            SlabParquetEncoder encoder =
                    new SlabParquetEncoder(SlabKind.EVENT, encoding, footer, List.of(), "ts_utc", "");
            report(encoding + " file", rounds, rows, () -> encode(encoder, slabs));
        }
        report("digest alone", rounds, rows, () -> digest(slabs));
        report("links and counters alone", rounds, rows, () -> count(slabs));
    }

    private static void report(String what, int rounds, long rows, Work work) throws IOException {
        double[] millionsPerSecond = new double[rounds];
        long bytes = 0;
        long allocated = 0;
        for (int round = 0; round < rounds; round++) {
            long allocatedBefore = allocatedBytes();
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            bytes = work.run();
            long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            allocated = allocatedBytes() - allocatedBefore;
            millionsPerSecond[round] = rows * 1e3 / nanos;
        }
        Arrays.sort(millionsPerSecond);
        System.out.printf(
                "%-26s median %6.2f best %6.2f M rows/CPU-s, %5.2f bytes/row, %6.2f bytes/row allocated%n",
                what,
                millionsPerSecond[rounds / 2],
                millionsPerSecond[rounds - 1],
                (double) bytes / rows,
                (double) allocated / rows);
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static long encode(PartEncoder encoder, List<EventSlab> slabs) throws IOException {
        CountingSink out = new CountingSink();
        PartEncoder.Part part = encoder.open(out);
        for (EventSlab slab : slabs) {
            part.write(slab, 0, slab.size);
        }
        part.finish();
        return out.bytes;
    }

    private static long digest(List<EventSlab> slabs) {
        RowDigest digest = new RowDigest();
        RowBytes rows = new RowBytes(List.of());
        for (EventSlab slab : slabs) {
            rows.addTo(digest, slab, 0, slab.size);
        }
        return digest.hex().length();
    }

    private static long count(List<EventSlab> slabs) {
        RowLinks links = new RowLinks(SlabKind.EVENT);
        RowCounters counters = new RowCounters(SlabKind.EVENT);
        for (EventSlab slab : slabs) {
            links.add(slab, 0, slab.size);
            counters.add(slab, 0, slab.size);
        }
        return Math.addExact(links.texts().size(), counters.texts().size());
    }

    /** Flows of two or three events, in rough order of time, as they leave the flow stage. */
    private static List<EventSlab> slabs() {
        List<EventSlab> slabs = new ArrayList<>();
        long flow = 0;
        long micros = 1_760_000_000_000_000L;
        for (int i = 0; i < SLABS; i++) {
            EventSlab slab = new EventSlab(SLAB_ROWS);
            while (slab.size + 3 <= SLAB_ROWS) {
                long noise = KeyBucket.mix64(flow++);
                micros += noise & 0xFFFFF;
                addFlow(slab, noise, micros);
            }
            slabs.add(slab);
        }
        return slabs;
    }

    private static void addFlow(EventSlab slab, long noise, long micros) {
        boolean declined = (noise & 15) == 0;
        long more = KeyBucket.mix64(noise);
        int merchant = (int) ((more >>> 1) % MERCHANTS * ((more >>> 20) % 1_000) / 1_000);
        for (int seq = 0; seq < (declined ? 2 : 3); seq++) {
            int row = slab.addRow();
            slab.flowId[row] = noise >>> 1;
            slab.eventSeq[row] = seq;
            slab.eventType[row] = (byte) (seq == 2 ? EventType.CLEARING.code() : seq + 1);
            slab.tsMicros[row] = micros
                    + switch (seq) {
                        case 0 -> 0;
                        case 1 -> 300_000 + (more & 0xFFFFF);
                        default -> 600_000_000 + (more & 0xFFFFFFFFL);
                    };
            slab.amountMinor[row] = 100 + (more >>> 40) % 20_000;
            slab.currency[row] = (short) Iso.pack((more >>> 8 & 7) < 5 ? "EUR" : (more >>> 8 & 7) < 7 ? "GBP" : "SEK");
            slab.merchantId[row] = KeyBucket.mix64(merchant);
            slab.instrumentId[row] = (noise & 63) == 1 ? Columns.ABSENT : 1 + (more >>> 12) % 3_000_000;
            slab.channel[row] = (byte) ((noise & 7) < 4 ? Channel.POS.code() : Channel.ECOM.code());
            slab.stepUpResult[row] = 0;
            slab.authResult[row] =
                    (byte) (seq != 1 ? 0 : declined ? AuthResult.DECLINED.code() : AuthResult.APPROVED.code());
            slab.reasonCode[row] = (byte) (seq == 1 && declined ? 1 + (more >>> 30) % 8 : 0);
            slab.approvalCode[row] = seq == 1 && !declined ? (int) ((more >>> 16) % 2_176_782_336L) : -1;
        }
    }

    private interface Work {
        long run() throws IOException;
    }

    private static final class CountingSink extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes += length;
        }
    }
}
