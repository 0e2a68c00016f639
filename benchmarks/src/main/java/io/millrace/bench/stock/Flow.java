package io.millrace.bench.stock;

/**
 * What becomes of one arrival: shares and delays by hash, with none of the laws, so that as many rows come out as from
 * the run it is compared with (200 k parties, 12 days of January 2026) at almost no cost.
 */
final class Flow {
    /** Parts per million of all flows. */
    private static final int STEP_UP = 33_400;

    private static final int DECLINED = 56_500;
    private static final int CLEARED = 877_800;
    private static final int REVERSED = 6_500;
    /** Of the cleared ones. */
    private static final int REFUNDED = 5_000;

    private static final int MILLION = 1_000_000;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int REFUND_DAYS = 3;
    private static final int CODE_MAX = 36 * 36 * 36 * 36;

    final long id;
    final long amountMinor;
    final boolean stepUp;
    final boolean declined;
    final boolean cleared;
    final boolean reversed;
    final boolean refunded;
    final long responseMicros;
    final long laterMicros;
    final long refundMicros;
    final int approvalCode;

    Flow(StockArrival arrival) {
        long hash = mix(arrival.merchantId ^ mix(arrival.arrivalSeq));
        long more = mix(hash);
        id = hash >>> 1;
        amountMinor = 100 + (more >>> 40) % 20_000;
        stepUp = share(mix(more + 1), STEP_UP);
        int end = (int) ((mix(more + 2) >>> 1) % MILLION);
        declined = end < DECLINED;
        cleared = !declined && end < DECLINED + CLEARED;
        reversed = !declined && !cleared && end < DECLINED + CLEARED + REVERSED;
        refunded = cleared && share(mix(more + 3), REFUNDED);
        responseMicros = arrival.tsMicros + 300_000 + (more & 0xFFFFF);
        laterMicros = responseMicros + (1 + (more >>> 20) % SECONDS_PER_DAY) * MICROS_PER_SECOND;
        refundMicros = laterMicros + (1 + (more >>> 24) % (REFUND_DAYS * SECONDS_PER_DAY)) * MICROS_PER_SECOND;
        approvalCode = (int) ((more >>> 16) % CODE_MAX);
    }

    private static boolean share(long hash, int millionths) {
        return (hash >>> 1) % MILLION < millionths;
    }

    static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
