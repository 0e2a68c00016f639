package io.millrace.sessionise;

import io.millrace.policy.SessionisationPolicy;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import java.util.ArrayList;
import java.util.List;

/** One bucket, one sessioniser, everything that came out. */
final class SessionRun implements SessionEmitter {
    static final String WORLD = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    static final long SEED = 42;
    static final SessionisationPolicy SHIPPED = new SessionisationPolicy(
            new SessionisationPolicy.Gap(1200, 5400, SessionisationPolicy.Ambiguous.LINEAR_RAMP),
            new SessionisationPolicy.Caps(200, 43_200),
            new SessionisationPolicy.Breaks(false, false));

    final List<SessionedSlab> arrivals = new ArrayList<>();
    final List<SessionIndexSlab> sessions = new ArrayList<>();
    final Sessioniser sessioniser;
    BucketState bucket = new BucketState();

    SessionRun(SessionisationPolicy policy, SessionLimits limits, long horizonEndMicros) {
        sessioniser = new Sessioniser(
                policy,
                Draws.of(WORLD, SEED),
                KeyedBijection.of(WORLD, SEED, "session_id"),
                horizonEndMicros,
                true,
                limits);
    }

    static SessionRun shipped() {
        return new SessionRun(SHIPPED, SessionLimits.ofSlabRows(256), Long.MAX_VALUE);
    }

    SessionRun add(AttachedSlab slab) {
        sessioniser.add(bucket, slab);
        return this;
    }

    SessionRun drain(long watermarkMillis) {
        sessioniser.drain(bucket, 0, watermarkMillis, this);
        return this;
    }

    SessionRun end() {
        return drain(Long.MAX_VALUE);
    }

    /** Texts of all arrival rows, in order of emission. */
    List<String> arrivalTexts() {
        List<String> texts = new ArrayList<>();
        for (SessionedSlab slab : arrivals) {
            for (int row = 0; row < slab.size; row++) {
                texts.add(slab.describe(row));
            }
        }
        return texts;
    }

    /** Texts of all index rows, in order of emission. */
    List<String> sessionTexts() {
        List<String> texts = new ArrayList<>();
        for (SessionIndexSlab slab : sessions) {
            for (int row = 0; row < slab.size; row++) {
                texts.add(slab.describe(row));
            }
        }
        return texts;
    }

    @Override
    public void arrivals(SessionedSlab slab) {
        arrivals.add(slab);
    }

    @Override
    public void sessions(SessionIndexSlab slab) {
        sessions.add(slab);
    }
}
