package io.millrace.entities;

import io.millrace.contract.DeviceType;
import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.IpType;
import io.millrace.contract.RiskTier;
import io.millrace.contract.Segment;
import io.millrace.contract.WorldCheck;
import io.millrace.contract.WorldCheck.Result;
import io.millrace.contract.WorldCheck.Severity;
import io.millrace.entities.EntityTally.Counted;
import io.millrace.entities.EntityTally.Pair;
import io.millrace.entities.EntityTally.Peak;
import io.millrace.policy.RolesPolicy;
import io.millrace.policy.RolesPolicy.Band;
import io.millrace.random.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Verdict over the tally of a whole world: the checks of 6A.S5. Shares of a few per mille scatter in a small world, so
 * below the size that the pack names ROLES gets the margin of its standard errors, and RISK_COUPLING, IP_SHAPE, SHARING
 * and POPULATION only warn. World design section 6.1.
 */
public final class EntityChecks {
    /** Cells of fewer parties are judged together: their counts are far from normal. */
    private static final int CELL_PARTIES_MIN = 400;

    private static final List<EntityKind> TIERED =
            List.of(EntityKind.PARTY, EntityKind.ACCOUNT, EntityKind.DEVICE, EntityKind.IP);

    private final RolesPolicy policy;
    private final RolesPolicy.Checks bounds;
    private final CheckPlan plan;
    private final boolean large;

    public EntityChecks(RolesPolicy policy, CheckPlan plan) {
        this.policy = policy;
        this.bounds = policy.checks();
        this.plan = plan;
        this.large = plan.parties() >= bounds.largeWorldParties();
    }

    /** Whether a range, by its number from 0, is to be made twice. */
    public boolean isTwin(long range) {
        return range % bounds.twinOneRangeIn() == 0;
    }

    /** @return checks of the report, by id */
    public List<WorldCheck> verdict(EntityTally tally) {
        return List.of(
                attachReady(tally),
                caps(tally),
                countPlan(tally),
                draws(tally),
                ipShape(tally),
                links(tally),
                population(tally),
                riskCoupling(tally),
                roles(tally),
                sharing(tally),
                structure(tally),
                twin(tally));
    }

    private WorldCheck structure(EntityTally tally) {
        Findings found = new Findings();
        faults(found, tally, "STRUCTURE");
        equal(found, "parties", tally.parties, plan.parties());
        equal(found, "terminals", tally.terminals, plan.terminals());
        equal(found, "merchants", tally.merchants, plan.merchants());
        pair(found, tally, Pair.IP_ROWS, "addresses with rows and with links");
        pair(found, tally, Pair.IP_ROLES, "addresses and their roles");
        pair(found, tally, Pair.TERMINAL_ROLES, "terminals and their roles");
        return required("STRUCTURE", found, "no fault, all rows there, every reference resolves");
    }

    private WorldCheck links(EntityTally tally) {
        Findings found = new Findings();
        faults(found, tally, "LINKS");
        pair(found, tally, Pair.DEVICE_LIST, "party lists and device links");
        pair(found, tally, Pair.DEVICE_IP, "addresses of devices and address links");
        pair(found, tally, Pair.TERMINAL_LINKS, "terminals and their links");
        return required("LINKS", found, "one owner and a typical address per device, lists equal link tables");
    }

    private WorldCheck attachReady(EntityTally tally) {
        Findings found = new Findings();
        faults(found, tally, "ATTACH_READY");
        return required("ATTACH_READY", found, "pickable parties have account, card, device and address");
    }

    private WorldCheck caps(EntityTally tally) {
        RolesPolicy.Caps caps = bounds.caps();
        EnumMap<Peak, Integer> most = new EnumMap<>(Peak.class);
        most.put(Peak.ACCOUNTS_PER_PARTY, caps.accountsPerParty());
        most.put(Peak.INSTRUMENTS_PER_ACCOUNT, caps.instrumentsPerAccount());
        most.put(Peak.OWN_DEVICES_PER_PARTY, caps.ownDevicesPerParty());
        most.put(Peak.DEVICES_PER_PARTY, caps.devicesPerParty());
        most.put(Peak.PARTIES_PER_DEVICE, caps.partiesPerDevice());
        most.put(Peak.IPS_PER_DEVICE, caps.ipsPerDevice());
        most.put(Peak.DEVICES_PER_IP, caps.devicesPerIp());
        most.put(Peak.DEVICES_PER_RESIDENTIAL_IP, caps.devicesPerResidentialIp());
        Findings found = new Findings();
        most.forEach((peak, cap) ->
                found.add(tally.peaks[peak.ordinal()] <= cap, name(peak) + " " + tally.peaks[peak.ordinal()]));
        List<String> asked = new ArrayList<>();
        most.forEach((peak, cap) -> asked.add(name(peak) + " <= " + cap));
        return required("CAPS", found, String.join(", ", asked));
    }

    private WorldCheck countPlan(EntityTally tally) {
        Findings found = new Findings();
        faults(found, tally, "COUNT_PLAN");
        long wrongCells = 0;
        for (int zone = 0; zone < tally.zones; zone++) {
            for (Segment segment : Segment.values()) {
                long planned = plan.parties(zone, segment.code());
                wrongCells += tally.partiesByCell[zone * EntityTally.SEGMENTS + segment.code()] == planned ? 0 : 1;
            }
        }
        found.add(wrongCells == 0, "cells off plan " + wrongCells);
        for (Counted what : Counted.values()) {
            double worst = worstDeviation(tally, what);
            found.add(
                    worst <= bounds.standardErrors(),
                    name(what) + " off by up to " + figure(worst) + " standard errors");
        }
        return required(
                "COUNT_PLAN",
                found,
                "parties per zone and segment as planned, counts within " + figure(bounds.standardErrors())
                        + " standard errors of their mean");
    }

    /**
     * Largest distance of a cell's count from its mean, in standard errors; small cells of a segment go together,
     * and segments that stay small all together: a spread taken from a handful of parties is none.
     */
    private static double worstDeviation(EntityTally tally, Counted what) {
        double worst = 0;
        double leftDifference = 0;
        double leftSquares = 0;
        for (Segment segment : Segment.values()) {
            long parties = 0;
            long counted = 0;
            for (int zone = 0; zone < tally.zones; zone++) {
                int cell = zone * EntityTally.SEGMENTS + segment.code();
                parties += tally.partiesByCell[cell];
                counted += tally.countedByCell[what.ordinal()][cell];
            }
            if (parties < 2) {
                continue;
            }
            double mean = (double) counted / parties;
            double variance = (double) tally.squaresBySegment[what.ordinal()][segment.code()] / parties - mean * mean;
            long restParties = 0;
            double restDifference = 0;
            for (int zone = 0; zone < tally.zones; zone++) {
                int cell = zone * EntityTally.SEGMENTS + segment.code();
                double difference = tally.countedByCell[what.ordinal()][cell]
                        - (double) tally.expectedByCell[what.ordinal()][cell] / (1 << PlannedParty.FRACTION_BITS);
                if (tally.partiesByCell[cell] < CELL_PARTIES_MIN) {
                    restParties += tally.partiesByCell[cell];
                    restDifference += difference;
                } else {
                    worst = Math.max(worst, deviation(difference, variance, tally.partiesByCell[cell]));
                }
            }
            if (restParties >= CELL_PARTIES_MIN) {
                worst = Math.max(worst, deviation(restDifference, variance, restParties));
            } else {
                leftDifference += restDifference;
                leftSquares += Math.max(variance, 0) * restParties;
            }
        }
        return Math.max(worst, deviation(leftDifference, leftSquares, 1));
    }

    /** Rounding of the expectations and cells without spread are no deviation. */
    private static double deviation(double difference, double variance, long parties) {
        double spread = StrictMath.sqrt(Math.max(variance, 0) * parties);
        double distance = Math.abs(difference);
        return distance <= 1 ? 0 : distance / Math.max(spread, 1);
    }

    private WorldCheck roles(EntityTally tally) {
        Findings found = new Findings();
        faults(found, tally, "ROLES");
        for (FraudRole role :
                List.of(FraudRole.MULE, FraudRole.SYNTHETIC_ID, FraudRole.ORGANISER, FraudRole.ASSOCIATE)) {
            share(found, bounds.roles().get(role.token()), role.token(), tally.roles[role.code()], tally.parties);
        }
        share(
                found,
                bounds.roles().get(FraudRole.HIGH_RISK_IP.token()),
                FraudRole.HIGH_RISK_IP.token(),
                tally.roles[FraudRole.HIGH_RISK_IP.code()],
                tally.ips);
        for (EntityKind kind : TIERED) {
            long[] tiers = tally.tiers[kind.ordinal()];
            share(
                    found,
                    bounds.roles().get("high_tier"),
                    "HIGH tier of " + kind,
                    tiers[RiskTier.HIGH.code()],
                    Arrays.stream(tiers).sum());
        }
        return required("ROLES", found, "roles of the taxonomy; shares " + bands(bounds.roles()) + margin());
    }

    /** Holds within the band, in a small world within the standard errors around it. */
    private void share(Findings found, Band band, String what, long part, long whole) {
        double share = part / (double) Math.max(whole, 1);
        found.add(
                share >= band.min() - margin(band.min(), whole) && share <= band.max() + margin(band.max(), whole),
                what + " " + figure(share));
    }

    private double margin(double share, long whole) {
        return large ? 0 : bounds.standardErrors() * StrictMath.sqrt(share * (1 - share) / Math.max(whole, 1));
    }

    private String margin() {
        return large ? "" : ", each within " + figure(bounds.standardErrors()) + " standard errors";
    }

    private WorldCheck riskCoupling(EntityTally tally) {
        RolesPolicy.Coupling coupling = bounds.riskCoupling();
        Findings found = new Findings();
        oddsRatio(found, "device", tally.deviceCoupling);
        oddsRatio(found, "account", tally.accountCoupling);
        double ringShare = tally.riskyInRings / (double) Math.max(tally.riskyParties, 1);
        found.add(ringShare >= coupling.ringShareMin(), "ring share " + figure(ringShare));
        return byScale(
                "RISK_COUPLING",
                found,
                "odds ratios " + text(coupling.oddsRatio()) + " with lower bound > " + figure(coupling.lowerBoundMin())
                        + ", ring share >= " + figure(coupling.ringShareMin()));
    }

    private void oddsRatio(Findings found, String asset, long[] table) {
        RolesPolicy.Coupling coupling = bounds.riskCoupling();
        // A half in each cell keeps an empty one finite, and does not matter in a large world.
        double[] cells = Arrays.stream(table).mapToDouble(count -> count + 0.5).toArray();
        double ratio = cells[3] * cells[0] / (cells[2] * cells[1]);
        double error = StrictMath.sqrt(1 / cells[0] + 1 / cells[1] + 1 / cells[2] + 1 / cells[3]);
        double lower = ratio * StrictMath.exp(-coupling.lowerBoundZ() * error);
        found.add(
                coupling.oddsRatio().holds(ratio) && lower > coupling.lowerBoundMin(),
                "risky " + asset + " of risky owner " + figure(ratio) + ", at least " + figure(lower));
    }

    private WorldCheck ipShape(EntityTally tally) {
        RolesPolicy.IpShape shape = bounds.ipShape();
        Findings found = new Findings();
        int median = devicesAt(tally.ipsByDevices, 50);
        int high = devicesAt(tally.ipsByDevices, 99);
        double top = topPercentShare(tally.ipsByDevices);
        double coverage = 1 - tally.faults[Fault.NO_TYPICAL_IP.ordinal()] / (double) Math.max(tally.devices, 1);
        found.add(shape.devicesPerIpP50().holds(median), "devices per address p50 " + median);
        found.add(shape.devicesPerIpP99().holds(high), "p99 " + high);
        found.add(shape.topPercentShare().holds(top), "links of the top 1 % " + figure(top));
        found.add(coverage == 1, "coverage " + figure(coverage));
        double edges = Math.max(Arrays.stream(tally.edgesByType).sum(), 1);
        for (IpType type : IpType.values()) {
            double share = tally.edgesByType[type.code()] / edges;
            double expected = shape.edgeShare().get(type.token());
            found.add(Math.abs(share - expected) <= shape.edgeShareTolerance(), type + " " + figure(share));
        }
        return byScale(
                "IP_SHAPE",
                found,
                "p50 " + text(shape.devicesPerIpP50()) + ", p99 " + text(shape.devicesPerIpP99()) + ", top 1 % "
                        + text(shape.topPercentShare()) + ", coverage 1, shares of links within "
                        + figure(shape.edgeShareTolerance()) + " of " + shares(shape.edgeShare()));
    }

    /** Smallest number of devices that so many percent of the addresses do not exceed. */
    private static int devicesAt(long[] ipsByDevices, int percent) {
        long needed = (Arrays.stream(ipsByDevices).sum() * percent + 99) / 100;
        long below = 0;
        int devices = 0;
        while (devices + 1 < ipsByDevices.length && below + ipsByDevices[devices] < needed) {
            below += ipsByDevices[devices++];
        }
        return devices;
    }

    private static double topPercentShare(long[] ipsByDevices) {
        long left = (Arrays.stream(ipsByDevices).sum() + 99) / 100;
        long links = 0;
        long ofTop = 0;
        for (int devices = ipsByDevices.length - 1; devices > 0; devices--) {
            long top = Math.min(left, ipsByDevices[devices]);
            ofTop += top * devices;
            left -= top;
            links += ipsByDevices[devices] * devices;
        }
        return ofTop / (double) Math.max(links, 1);
    }

    private WorldCheck sharing(EntityTally tally) {
        Findings found = new Findings();
        Map<String, long[]> byGroup = new TreeMap<>();
        long shared = 0;
        long sharers = 0;
        for (DeviceType type : DeviceType.values()) {
            long[] group = byGroup.computeIfAbsent(policy.groups().device().get(type.token()), key -> new long[2]);
            group[0] += tally.devicesByType[type.code()];
            group[1] += tally.sharedByType[type.code()];
            shared += tally.sharedByType[type.code()];
            sharers += tally.sharersByType[type.code()];
        }
        bounds.sharing().forEach((group, band) -> {
            long[] counts = byGroup.get(group);
            if (counts != null) {
                double share = counts[1] / (double) Math.max(counts[0], 1);
                found.add(band.holds(share), "shared " + group + " " + figure(share));
            }
        });
        double users = sharers / (double) Math.max(shared, 1);
        found.add(
                bounds.sharing().get("parties_per_shared_device").holds(users), "parties per shared " + figure(users));
        return byScale("SHARING", found, bands(bounds.sharing()));
    }

    private WorldCheck population(EntityTally tally) {
        RolesPolicy.Population asked = bounds.population();
        Findings found = new Findings();
        double parties = Math.max(tally.parties, 1);
        double distance = 0;
        long business = 0;
        for (Segment segment : Segment.values()) {
            long planned = 0;
            long counted = 0;
            for (int zone = 0; zone < tally.zones; zone++) {
                planned += plan.parties(zone, segment.code());
                counted += tally.partiesByCell[zone * EntityTally.SEGMENTS + segment.code()];
            }
            distance += Math.abs(counted / parties - planned / (double) Math.max(plan.parties(), 1));
            business += Place.typeOf(segment.code()) == 1 ? counted : 0;
        }
        double top = Arrays.stream(tally.partiesByCountry).max().orElse(0) / parties;
        double active = tally.activeParties / parties;
        double without = tally.partiesWithoutAccount / parties;
        found.add(distance <= asked.segmentMixL1Max(), "segment mix off by " + figure(distance));
        found.add(asked.topCountry().holds(top), "top country " + figure(top));
        found.add(asked.business().holds(business / parties), "business " + figure(business / parties));
        found.add(asked.active().holds(active), "active " + figure(active));
        found.add(without < asked.noAccountMax(), "no account " + figure(without));
        return byScale(
                "POPULATION",
                found,
                "segment mix <= " + figure(asked.segmentMixL1Max()) + ", top country " + text(asked.topCountry())
                        + ", business " + text(asked.business()) + ", active " + text(asked.active())
                        + ", no account < " + figure(asked.noAccountMax()));
    }

    private WorldCheck draws(EntityTally tally) {
        EnumMap<Decision, Long> expected = new EnumMap<>(Decision.class);
        expected.put(Decision.PARTY_LATENT, tally.parties);
        expected.put(Decision.RING_ROLE, tally.ringMembers - plan.rings());
        long accountBlocks = 0;
        long deviceBlocks = 0;
        for (int cell = 0; cell < tally.partiesByCell.length; cell++) {
            int segment = cell % EntityTally.SEGMENTS;
            if (segment > 0) {
                int type = Place.typeOf(segment);
                accountBlocks += tally.partiesByCell[cell] * plan.accountBlocks(type);
                deviceBlocks += tally.partiesByCell[cell] * plan.deviceBlocks(type);
            }
        }
        expected.put(Decision.ACCOUNT_COUNT, accountBlocks);
        expected.put(Decision.DEVICE_COUNT, deviceBlocks);
        long instrumentBlocks = 0;
        for (int type = 1; type < tally.accountsByType.length; type++) {
            if (tally.accountsByType[type] > 0) {
                instrumentBlocks += tally.accountsByType[type] * plan.instrumentBlocks(type);
            }
        }
        expected.put(Decision.INSTRUMENT_COUNT, instrumentBlocks);
        long schemes = 0;
        for (int type = 1; type < tally.instrumentsByType.length; type++) {
            schemes += Schemes.isDrawn(type) ? tally.instrumentsByType[type] : 0;
        }
        expected.put(Decision.INSTRUMENT_SCHEME, schemes);
        expected.put(Decision.DEVICE_OS, tally.devices + tally.terminals);
        expected.put(Decision.IP_ATTR, tally.ips);
        expected.put(Decision.PARTY_ROLE, tally.parties - tally.ringMembers);
        expected.put(Decision.ACCOUNT_ROLE, tally.accounts);
        expected.put(Decision.DEVICE_ROLE, tally.devices + tally.terminals);
        expected.put(Decision.IP_ROLE, tally.ips);
        expected.put(Decision.MERCHANT_ROLE, tally.merchants);
        Findings found = new Findings();
        List<String> asked = new ArrayList<>();
        long drawn = 0;
        for (Map.Entry<Decision, Long> entry : expected.entrySet()) {
            long evaluations = tally.drawn.evaluations(entry.getKey());
            drawn += evaluations;
            found.add(evaluations == entry.getValue(), entry.getKey() + " " + evaluations);
            asked.add(entry.getKey() + " " + entry.getValue());
        }
        String threshold = String.join(", ", asked);
        return drawn == 0
                ? WorldCheck.required("DRAWS", Result.NOT_CHECKED, "nobody counted", threshold)
                : required("DRAWS", found, threshold);
    }

    private static WorldCheck twin(EntityTally tally) {
        Findings found = new Findings();
        found.add(
                tally.twinsDiffering == 0 && tally.twins > 0,
                tally.twins + " ranges, differing " + tally.twinsDiffering);
        return required("TWIN", found, "at least one range made twice, none differing");
    }

    private static void faults(Findings found, EntityTally tally, String checkId) {
        for (Fault fault : Fault.values()) {
            long times = tally.faults[fault.ordinal()];
            if (fault.checkId().equals(checkId)) {
                found.add(
                        times == 0,
                        fault.text() + " " + times
                                + (times == 0
                                        ? ""
                                        : " (first " + Long.toUnsignedString(tally.faultId[fault.ordinal()]) + ")"));
            }
        }
    }

    private static void equal(Findings found, String what, long counted, long planned) {
        found.add(counted == planned, what + " " + counted + " of " + planned);
    }

    private static void pair(Findings found, EntityTally tally, Pair pair, String what) {
        int i = pair.ordinal();
        boolean holds = tally.left[i] == tally.right[i] && tally.leftRows[i] == tally.rightRows[i];
        String differ = tally.leftRows[i] == tally.rightRows[i] ? " but differ" : "";
        found.add(holds, what + " " + tally.leftRows[i] + " and " + tally.rightRows[i] + (holds ? "" : differ));
    }

    private static WorldCheck required(String checkId, Findings found, String threshold) {
        return WorldCheck.required(checkId, found.hold ? Result.PASS : Result.FAIL, found.text(), threshold);
    }

    /** Must hold in a large world. */
    private WorldCheck byScale(String checkId, Findings found, String threshold) {
        if (large) {
            return required(checkId, found, threshold);
        }
        return new WorldCheck(checkId, Severity.WARN, found.hold ? Result.PASS : Result.WARN, found.text(), threshold);
    }

    private static String bands(Map<String, Band> bands) {
        List<String> texts = new ArrayList<>();
        bands.forEach((name, band) -> texts.add(name + " " + text(band)));
        return String.join(", ", texts);
    }

    private static String shares(Map<String, Double> shares) {
        List<String> texts = new ArrayList<>();
        shares.forEach((name, share) -> texts.add(name + " " + figure(share)));
        return String.join(", ", texts);
    }

    private static String text(Band band) {
        return figure(band.min()) + ".." + figure(band.max());
    }

    /** Five decimals at most; the same text on every machine. */
    private static String figure(double value) {
        return new java.math.BigDecimal(value)
                .setScale(5, java.math.RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Figures of one check, and whether all hold. */
    private static final class Findings {
        private final List<String> texts = new ArrayList<>();
        private boolean hold = true;

        void add(boolean holds, String text) {
            hold &= holds;
            texts.add(holds ? text : text + " (!)");
        }

        String text() {
            return String.join(", ", texts);
        }
    }
}
