package io.millrace.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.WorldCheck;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A world of 2 000 parties, where shares scatter. */
class TinyPostureTest {
    private static final int SIZE = 2_000;

    @TempDir
    Path folder;

    @Test
    void aTinyWorldIsSealed() {
        MadeWorld made = new MadeWorld(SIZE, folder);
        Posture posture = Posture.of(made.roles, made.population, made.world.draws, made.world);
        MadePlan plan = new MadePlan(made.world);
        EntityChecks judge = new EntityChecks(made.roles, plan);
        EntityTally tally = new EntityTally(plan.zones());
        CheckedRows rows = new CheckedRows(
                made.world,
                posture,
                judge,
                List.of("Europe/Berlin", "Europe/London", "America/New_York"),
                tally,
                64,
                slab -> {});
        rows.parties(0, 0, SIZE);
        rows.terminals(1, 0, made.world.merchants.sites());
        rows.addresses(2, 1, made.world.pools.capacity() + 1);
        rows.merchants(3, 0, made.world.merchants.merchants());
        assertThat(judge.verdict(tally).stream().filter(WorldCheck::blocks)).isEmpty();
        assertThat(judge.verdict(tally).stream().filter(check -> check.result() == WorldCheck.Result.NOT_CHECKED))
                .isEmpty();
    }
}
