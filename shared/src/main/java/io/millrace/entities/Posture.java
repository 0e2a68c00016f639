package io.millrace.entities;

import io.millrace.contract.AccountType;
import io.millrace.contract.DeviceType;
import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.IpType;
import io.millrace.contract.PartyType;
import io.millrace.contract.RiskTier;
import io.millrace.contract.Segment;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import io.millrace.policy.PopulationPolicy;
import io.millrace.policy.RolesPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.table.TableHash;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Tier and role of every entity of a generated world: a pure function of its traits, once the thresholds of the tiers
 * are measured over a sample. Immutable, for all threads. World design section 3.8.
 */
public final class Posture implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final RolesPolicy policy;
    private final Draws draws;
    private final Scores scores;
    private final EnumMap<EntityKind, TierCuts> tiers = new EnumMap<>(EntityKind.class);

    private final RoleCuts parties;
    /** Of owners who are clean, who are not, who are mules. */
    private final RoleCuts[] accounts;
    /** Of owners who are clean, who are not. */
    private final RoleCuts[] devices;

    private final RoleCuts ips;
    private final RoleCuts merchants;
    private final List<String> merchantClasses;

    private Posture(RolesPolicy policy, Map<Segment, RiskProfile> profiles, Draws draws) {
        this.policy = policy;
        this.draws = draws;
        scores = new Scores(policy, profiles, draws);
        TreeMap<String, String> groupByPartyType = new TreeMap<>();
        for (PartyType type : PartyType.values()) {
            groupByPartyType.put(type.token(), type.token());
        }
        parties = RoleCuts.byType(
                policy,
                EntityKind.PARTY,
                PartyType.class,
                groupByPartyType,
                times(policy.factors().partyOutsideRing()));
        accounts = new RoleCuts[] {
            accounts(UnaryOperator.identity()),
            accounts(times(policy.factors().ownerNotClean())),
            accounts(this::timesOfMule)
        };
        devices = new RoleCuts[] {
            devices(UnaryOperator.identity()), devices(times(policy.factors().ownerNotClean()))
        };
        ips = RoleCuts.byType(
                policy, EntityKind.IP, IpType.class, policy.groups().ip(), UnaryOperator.identity());
        merchantClasses =
                List.copyOf(policy.rolePerMille().get(EntityKind.MERCHANT).keySet());
        merchants = RoleCuts.byGroup(policy, EntityKind.MERCHANT, merchantClasses, UnaryOperator.identity());
    }

    /**
     * Measures the thresholds in the order party, device, account, ip, merchant: each kind's score uses tiers of the
     * kinds before it. Devices and accounts are those of evenly spaced parties, so that nothing has to be counted first.
     *
     * @param profiles every segment has one
     */
    public static Posture of(
            RolesPolicy policy, Map<Segment, RiskProfile> profiles, Draws draws, PostureSource source) {
        Posture posture = new Posture(policy, profiles, draws);
        posture.measureParties(source);
        posture.measureDevices(source);
        posture.measureAccounts(source);
        posture.measureIps(source);
        posture.measureMerchants(source);
        return posture;
    }

    /** As above, with the profiles of the population. */
    public static Posture of(RolesPolicy policy, PopulationPolicy population, Draws draws, PostureSource source) {
        EnumMap<Segment, RiskProfile> profiles = new EnumMap<>(Segment.class);
        population
                .profiles()
                .forEach((segment, profile) -> profiles.put(
                        segment,
                        new RiskProfile(
                                BigDecimal.valueOf(profile.credit()),
                                BigDecimal.valueOf(profile.crossBorder()),
                                BigDecimal.valueOf(profile.digital()))));
        return of(policy, profiles, draws, source);
    }

    /** Role and tier of a party and of everything it owns. */
    public void of(PartyTraits party, PartyPosture out) {
        party(party, out);
        RoleCuts deviceRoles = devices[out.role == FraudRole.CLEAN ? 0 : 1];
        for (int slot = 0; slot < party.devices; slot++) {
            out.deviceTier[slot] = tier(EntityKind.DEVICE, scores.device(party, out.tier, slot));
            out.deviceRole[slot] = deviceRoles.role(
                    party.deviceType[slot],
                    out.deviceTier[slot],
                    draws.x0(Decision.DEVICE_ROLE, party.deviceId[slot], 0));
        }
        RoleCuts accountRoles = accounts[out.role == FraudRole.CLEAN ? 0 : out.role == FraudRole.MULE ? 2 : 1];
        for (int slot = 0; slot < party.accounts; slot++) {
            out.accountTier[slot] = tier(EntityKind.ACCOUNT, scores.account(party, out, slot));
            out.accountRole[slot] = accountRoles.role(
                    party.accountType[slot],
                    out.accountTier[slot],
                    draws.x1(Decision.ACCOUNT_ROLE, party.accountId[slot], 0));
        }
    }

    /** Tier of a device of a merchant. */
    public RiskTier terminalTier(long deviceId) {
        return tier(EntityKind.DEVICE, scores.terminal(deviceId));
    }

    /** @param type {@link DeviceType} code */
    public FraudRole terminalRole(long deviceId, int type) {
        return devices[0].role(type, terminalTier(deviceId), draws.x0(Decision.DEVICE_ROLE, deviceId, 0));
    }

    public RiskTier ipTier(IpTraits ip) {
        return tier(EntityKind.IP, scores.ip(ip));
    }

    public FraudRole ipRole(IpTraits ip) {
        return ips.role(ip.type, ipTier(ip), draws.x0(Decision.IP_ROLE, ip.ipId, 0));
    }

    /**
     * @param key the one of its other draws
     * @param category four-digit merchant category code
     * @param sites shops and cash machines, 0 for none
     */
    public RiskTier merchantTier(long key, int category, int sites) {
        return tier(EntityKind.MERCHANT, scores.merchant(key, policy.mccClass(category), sites));
    }

    /** The same arguments as {@link #merchantTier}. */
    public FraudRole merchantRole(long key, int category, int sites) {
        return merchants.role(
                merchantClasses.indexOf(policy.mccClass(category)),
                merchantTier(key, category, sites),
                draws.x1(Decision.MERCHANT_ROLE, key, 0));
    }

    /** Measured thresholds, recorded with the world. */
    public Map<EntityKind, TierCuts> tiers() {
        return Collections.unmodifiableMap(tiers);
    }

    /** SHA-256 over the measured thresholds, hex64; one of the start tables of a world. */
    public String tablesDigest() {
        TreeMap<String, List<Integer>> thresholds = new TreeMap<>();
        tiers.forEach((kind, cuts) -> thresholds.put(
                kind.name(), Arrays.stream(cuts.thresholds()).boxed().toList()));
        return TupleDigest.sha256Hex(CanonicalJson.of(thresholds).getBytes(StandardCharsets.UTF_8));
    }

    private void party(PartyTraits party, PartyPosture out) {
        out.tier = tier(EntityKind.PARTY, scores.party(party));
        out.role = party.ringRole != null
                ? party.ringRole
                : parties.role(party.type, out.tier, draws.x0(Decision.PARTY_ROLE, party.partyId, 0));
    }

    private RiskTier tier(EntityKind kind, int score) {
        return tiers.get(kind).tier(score);
    }

    private void measureParties(PostureSource source) {
        PartyTraits traits = new PartyTraits();
        int[] sample = new int[sampleSize(source.parties())];
        for (int i = 0; i < sample.length; i++) {
            source.load(spaced(i, sample.length, source.parties()), traits);
            sample[i] = scores.party(traits);
        }
        measure(EntityKind.PARTY, sample);
    }

    private void measureDevices(PostureSource source) {
        PartyTraits traits = new PartyTraits();
        ScoreList sample = new ScoreList();
        int parties = sampleSize(source.parties());
        for (int i = 0; i < parties; i++) {
            source.load(spaced(i, parties, source.parties()), traits);
            RiskTier ownerTier = tier(EntityKind.PARTY, scores.party(traits));
            for (int slot = 0; slot < traits.devices; slot++) {
                sample.add(scores.device(traits, ownerTier, slot));
            }
        }
        measure(EntityKind.DEVICE, sample.toArray());
    }

    private void measureAccounts(PostureSource source) {
        PartyTraits traits = new PartyTraits();
        PartyPosture posture = new PartyPosture();
        ScoreList sample = new ScoreList();
        int parties = sampleSize(source.parties());
        for (int i = 0; i < parties; i++) {
            source.load(spaced(i, parties, source.parties()), traits);
            posture.tier = tier(EntityKind.PARTY, scores.party(traits));
            for (int slot = 0; slot < traits.devices; slot++) {
                posture.deviceTier[slot] = tier(EntityKind.DEVICE, scores.device(traits, posture.tier, slot));
            }
            for (int slot = 0; slot < traits.accounts; slot++) {
                sample.add(scores.account(traits, posture, slot));
            }
        }
        measure(EntityKind.ACCOUNT, sample.toArray());
    }

    private void measureIps(PostureSource source) {
        IpTraits traits = new IpTraits();
        ScoreList sample = new ScoreList();
        int places = sampleSize(source.ipPlaces());
        for (int i = 0; i < places; i++) {
            if (source.loadIp(spaced(i, places, source.ipPlaces()), traits)) {
                sample.add(scores.ip(traits));
            }
        }
        measure(EntityKind.IP, sample.toArray());
    }

    private void measureMerchants(PostureSource source) {
        int[] sample = new int[sampleSize(source.merchants())];
        for (int i = 0; i < sample.length; i++) {
            int merchant = (int) spaced(i, sample.length, source.merchants());
            sample[i] = scores.merchant(
                    source.merchantKey(merchant),
                    policy.mccClass(source.merchantCategory(merchant)),
                    source.merchantSites(merchant));
        }
        measure(EntityKind.MERCHANT, sample);
    }

    private void measure(EntityKind kind, int[] sample) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("a world needs entities of kind " + kind + " to measure tiers over");
        }
        tiers.put(kind, TierCuts.of(sample, policy.thresholds().get(kind)));
    }

    private int sampleSize(long entities) {
        return (int) Math.min(entities, policy.sampleMax());
    }

    /** Entity number i of n evenly spaced ones. */
    private static long spaced(int i, int n, long entities) {
        return i * entities / n;
    }

    /** Cut tables of all roles. */
    public void hashCuts(TableHash hash) {
        parties.hash(hash);
        for (RoleCuts byOwner : accounts) {
            byOwner.hash(hash);
        }
        for (RoleCuts byOwner : devices) {
            byOwner.hash(hash);
        }
        ips.hash(hash);
        merchants.hash(hash);
    }

    private RoleCuts accounts(UnaryOperator<Map.Entry<FraudRole, BigDecimal>> factor) {
        return RoleCuts.byType(
                policy, EntityKind.ACCOUNT, AccountType.class, policy.groups().account(), factor);
    }

    private RoleCuts devices(UnaryOperator<Map.Entry<FraudRole, BigDecimal>> factor) {
        return RoleCuts.byType(
                policy, EntityKind.DEVICE, DeviceType.class, policy.groups().device(), factor);
    }

    private static UnaryOperator<Map.Entry<FraudRole, BigDecimal>> times(BigDecimal factor) {
        return entry -> Map.entry(entry.getKey(), entry.getValue().multiply(factor));
    }

    private Map.Entry<FraudRole, BigDecimal> timesOfMule(Map.Entry<FraudRole, BigDecimal> entry) {
        BigDecimal factor = entry.getKey() == FraudRole.MULE_ACCOUNT
                ? policy.factors().muleAccountOfMule()
                : policy.factors().ownerNotClean();
        return Map.entry(entry.getKey(), entry.getValue().multiply(factor));
    }

    /** Scores whose number is not known before. */
    private static final class ScoreList {
        private int[] scores = new int[1 << 12];
        private int size;

        void add(int score) {
            if (size == scores.length) {
                scores = Arrays.copyOf(scores, 2 * size);
            }
            scores[size++] = score;
        }

        int[] toArray() {
            return Arrays.copyOf(scores, size);
        }
    }
}
