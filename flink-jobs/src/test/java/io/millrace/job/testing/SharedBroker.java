package io.millrace.job.testing;

import java.util.Map;

/**
 * Gives tests one {@link TestBroker} for all of them: each has topics, and names of replays, of its own. It looks for
 * transactions that have timed out ten times a second, where Kafka does so every ten seconds.
 */
public final class SharedBroker extends MadeOnce<TestBroker> {
    SharedBroker() {
        super(TestBroker.class, TestBroker.class);
    }

    @Override
    TestBroker make() throws Exception {
        return TestBroker.start(Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100"));
    }

    @Override
    Object given(TestBroker made) {
        return made;
    }
}
