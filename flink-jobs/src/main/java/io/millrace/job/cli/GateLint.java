package io.millrace.job.cli;

import io.millrace.base.MillraceException;
import io.millrace.contract.Axes;
import io.millrace.contract.Iso;
import io.millrace.job.arrivals.DimensionFiles;
import io.millrace.policy.LintReport;
import io.millrace.policy.PolicyLinter;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.WorldFacts;
import io.millrace.run.GateWorld;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.WorldReceipt;
import io.millrace.world.WorldDimensions;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The linter as the gate asks for it: with what the world's receipt and dimensions tell. */
final class GateLint {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private GateLint() {}

    static LintReport lint(PolicyPacks packs, Optional<GateWorld> world) {
        return PolicyLinter.lint(packs, world.map(GateLint::facts));
    }

    private static WorldFacts facts(GateWorld world) {
        WorldReceipt receipt = world.receipt();
        TreeSet<String> scenarios = new TreeSet<>();
        receipt.scenarios().forEach(scenario -> scenarios.add(scenario.scenarioId()));
        Optional<WorldReceipt.Scenario> scenario = receipt.scenario(world.scenarioId());
        OptionalLong horizonSeconds =
                scenario.isPresent() && scenario.get().horizonEndMicros().isPresent()
                        ? OptionalLong.of((scenario.get().horizonEndMicros().getAsLong()
                                        - scenario.get().horizonStartMicros())
                                / MICROS_PER_SECOND)
                        : OptionalLong.empty();
        TreeSet<String> countries = new TreeSet<>();
        TreeMap<String, String> zones = new TreeMap<>();
        dimensions(world).ifPresent(dimensions -> collect(dimensions, countries, zones));
        OptionalLong arrivals = receipt.dataset("arrival_events_5B", world.scenarioId())
                .map(dataset -> OptionalLong.of(dataset.rows()))
                .orElse(OptionalLong.empty());
        return new WorldFacts(
                scenarios,
                world.scenarioId(),
                Long.toUnsignedString(receipt.axes().seed()),
                horizonSeconds,
                countries,
                zones,
                arrivals,
                OptionalLong.empty());
    }

    /** Empty when they cannot be read: the gate tells why, with all other problems of the inputs. */
    private static Optional<WorldDimensions> dimensions(GateWorld world) {
        if (world.made().isPresent()) {
            return world.made().map(GeneratedWorld::dimensions);
        }
        WorldReceipt.Axes axes = world.receipt().axes();
        try {
            return Optional.of(DimensionFiles.read(
                    world.folder(),
                    Axes.ofWorld(
                            Long.toUnsignedString(axes.seed()),
                            axes.worldParameterHash(),
                            axes.manifestFingerprint(),
                            world.scenarioId())));
        } catch (MillraceException unreadable) {
            return Optional.empty();
        }
    }

    private static void collect(
            WorldDimensions dimensions, SortedSet<String> countries, SortedMap<String, String> zones) {
        for (short country : dimensions.merchantHomeCountry) {
            countries.add(Iso.country(country));
        }
        for (short country : dimensions.siteCountry) {
            countries.add(Iso.country(country));
        }
        for (int zone = 0; zone < dimensions.zoneTzid.size(); zone++) {
            if (dimensions.zoneCountry[zone] >= 0) {
                zones.put(dimensions.zoneTzid.get(zone), Iso.country(dimensions.zoneCountry[zone]));
            }
        }
    }
}
