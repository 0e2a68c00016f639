package io.millrace.job.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.contract.Iso;
import io.millrace.contract.WorldCheck;
import io.millrace.job.slab.DoerSource;
import io.millrace.run.ScenarioId;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.SlabKind;
import io.millrace.slab.ZoneDimSlab;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parliament moves the clocks, the platform learns of it, and worlds made before must not be mixed with it. */
class MovedClocksITCase {
    private static final String TZID = "Test/Moved";
    private static final String SCENARIO = "baseline_20260328_3d";
    private static final Clocks CLOCKS = new Clocks();

    @TempDir
    Path worlds;

    @BeforeAll
    static void registerTheZone() {
        ZoneRulesProvider.registerProvider(CLOCKS);
    }

    @BeforeEach
    void summerTimeBeginsInsideTheHorizon() {
        CLOCKS.changeAt("2026-03-29T02:00");
    }

    @Test
    void aChangeInsideThePublishedHorizonIsRefused() {
        Path world = make(SCENARIO).world();
        String offsets = WorldReceipt.read(world).tables().offsetsDigest();
        CLOCKS.changeAt("2026-03-30T02:00");
        for (String wanted : List.of(SCENARIO, "baseline_20260601_3d")) {
            assertThatThrownBy(() -> make(wanted))
                    .asInstanceOf(type(MillraceException.class))
                    .satisfies(refused -> {
                        assertThat(refused.problems()).hasSize(1);
                        assertThat(refused.problems().get(0).code()).isEqualTo(ErrorCode.IO_WRITE_CONFLICT);
                        assertThat(refused.problems().get(0).where()).isEqualTo("world_receipt.json#/offsets_digest");
                        assertThat(refused.problems().get(0).found()).startsWith(offsets);
                    });
        }
        assertThat(WorldReceipt.read(world).scenarios()).hasSize(1);
    }

    @Test
    void aChangeOutsideItIsNot() {
        make(SCENARIO);
        // Summer time is given up in autumn; what is published stands.
        CLOCKS.changesAt("2026-03-29T02:00", "2026-10-25T03:00");
        assertThat(make(SCENARIO).outcome()).isEqualTo(SegmentSummary.Outcome.UNCHANGED);
        assertThat(make("baseline_20260330_2d").outcome()).isEqualTo(SegmentSummary.Outcome.CREATED);
    }

    @Test
    void theReceiptTellsTheReleaseOfTheDatabase() {
        WorldReceipt receipt = WorldReceipt.read(make(SCENARIO).world());
        assertThat(receipt.tables().tzdbVersion())
                .isEqualTo(ZoneRulesProvider.getVersions("UTC").lastEntry().getKey());
    }

    private SegmentSummary make(String scenario) {
        WorldSubject subject = new WorldSubject(
                42,
                "a".repeat(64),
                new TreeMap<>(Map.of("world_spec", 1)),
                List.of(TZID),
                new TreeMap<>(Map.of("cut_tables", "b".repeat(64))));
        PieceJob job =
                new PieceJob(StreamExecutionEnvironment::getExecutionEnvironment, 1, line -> {}, System::nanoTime);
        return new WorldFolder(worlds, subject, job).make(new Zone(scenario));
    }

    /** Zone of a country that changes its mind. */
    private static final class Clocks extends ZoneRulesProvider {
        private ZoneRules rules = ZoneRules.of(ZoneOffset.UTC);

        void changeAt(String local) {
            ZoneOffset winter = ZoneOffset.ofHours(1);
            rules = ZoneRules.of(winter, winter, List.of(), List.of(toSummer(local)), List.of());
        }

        void changesAt(String toSummer, String toWinter) {
            ZoneOffset winter = ZoneOffset.ofHours(1);
            ZoneOffsetTransition back =
                    ZoneOffsetTransition.of(LocalDateTime.parse(toWinter), ZoneOffset.ofHours(2), winter);
            rules = ZoneRules.of(winter, winter, List.of(), List.of(toSummer(toSummer), back), List.of());
        }

        private static ZoneOffsetTransition toSummer(String local) {
            return ZoneOffsetTransition.of(LocalDateTime.parse(local), ZoneOffset.ofHours(1), ZoneOffset.ofHours(2));
        }

        @Override
        protected Set<String> provideZoneIds() {
            return Set.of(TZID);
        }

        /** Null where the caller would keep them. */
        @Override
        protected ZoneRules provideRules(String zoneId, boolean forCaching) {
            return forCaching ? null : rules;
        }

        @Override
        protected NavigableMap<String, ZoneRules> provideVersions(String zoneId) {
            return new TreeMap<>(Map.of("1", rules));
        }
    }

    /** A scenario of nothing but the zone. */
    private record Zone(String id) implements SegmentPlan {
        @Override
        public String segment() {
            return "5B";
        }

        @Override
        public Optional<WorldReceipt.Scenario> scenario() {
            return Optional.of(ScenarioId.of(id).scenario());
        }

        @Override
        public List<SlabKind> tables() {
            return List.of(SlabKind.ZONE_DIM);
        }

        @Override
        public int pieces() {
            return 0;
        }

        @Override
        public DoerSource<PieceMaker> maker() {
            return () -> (piece, writer) -> {
                throw new IllegalStateException("there are no pieces");
            };
        }

        @Override
        public Finished finish(Path staging, TableFiles files, List<PieceResult> results, PieceWriter writer) {
            ZoneDimSlab zones = new ZoneDimSlab(1);
            int row = zones.addRow();
            zones.tzid[row] = TZID;
            zones.country[row] = (short) Iso.ABSENT;
            writer.begin("", 0);
            writer.take(zones);
            return new Finished(
                    writer.end(),
                    List.of(),
                    List.of(WorldCheck.required("CONSERVATION", WorldCheck.Result.PASS, "0", "equal")));
        }
    }
}
