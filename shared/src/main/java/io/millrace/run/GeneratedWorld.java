package io.millrace.run;

import io.millrace.arrivals.ArrivalLaws;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.Horizon;
import io.millrace.arrivals.ZoneOffsets;
import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import io.millrace.entities.EntityChecks;
import io.millrace.entities.MadePlan;
import io.millrace.entities.Posture;
import io.millrace.entities.WorldMaker;
import io.millrace.merchants.MerchantPlan;
import io.millrace.policy.ArrivalsPolicy;
import io.millrace.policy.CalendarPolicy;
import io.millrace.policy.DevicesPolicy;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.IpsPolicy;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.policy.PolicyLinter;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.PopulationPolicy;
import io.millrace.policy.ProductsPolicy;
import io.millrace.policy.RolesPolicy;
import io.millrace.policy.ShapesPolicy;
import io.millrace.policy.Taxonomies;
import io.millrace.policy.WorldSpec;
import io.millrace.table.TableHash;
import io.millrace.world.PartyPlan;
import io.millrace.world.WorldDimensions;
import io.millrace.world.WorldKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A world of our own before any row of it: packs and seed, and the plans and makers that follow from them. Immutable, for
 * all threads, one per JVM. World design section 1.
 */
public final class GeneratedWorld {
    /** Name of the copy of its spec that a world keeps in its folder, so that a run needs no other. */
    public static final String SPEC_COPY = "world_spec.yaml";

    /** Of a world spec that is named by its path. */
    public static final String SPEC_ENDING = ".yaml";

    private final PolicyPacks packs;
    private final long seed;
    private final GeographyPolicy geography;
    private final PartyPlan parties;
    private final MerchantPlan merchants;
    private final WorldMaker maker;
    private final Posture posture;
    private final RolesPolicy roles;
    /** By model; made when first asked for. */
    private final ConcurrentHashMap<String, ArrivalPlan> arrivals = new ConcurrentHashMap<>();

    private GeneratedWorld(PolicyPacks packs, long seed, Taxonomies taxonomies) {
        this.packs = packs;
        this.seed = seed;
        WorldKeys keys = WorldKeys.of(manifestFingerprint(), seed);
        WorldSpec spec = WorldSpec.of(root(WorldSpec.POLICY_ID));
        geography = GeographyPolicy.of(root("geography_5B"));
        PopulationPolicy population = PopulationPolicy.of(root("population_6A"));
        roles = RolesPolicy.of(root("roles_6A"));
        parties = PartyPlan.of(spec, geography, population, keys);
        merchants = MerchantPlan.of(keys, spec, geography, MerchantsPolicy.of(root("merchants_5B")));
        maker = WorldMaker.of(
                manifestFingerprint(),
                parties,
                merchants,
                population,
                ProductsPolicy.of(root("products_6A")),
                DevicesPolicy.of(root("devices_6A")),
                IpsPolicy.of(root("ips_6A")),
                roles,
                taxonomies);
        posture = Posture.of(roles, population, keys.draws(), maker);
    }

    /**
     * @param config folder of packs
     * @param worldSpec file of {@code config/world}, without ending; or path of a file anywhere, with its ending .yaml
     * @param seed unsigned
     * @throws PolicyException with every violation of every pack
     */
    public static GeneratedWorld of(Path config, String worldSpec, long seed) {
        List<Problem> problems = new ArrayList<>();
        return of(PolicyPacks.read(config, problems), worldSpec, seed, problems);
    }

    /**
     * The same from packs that were read before.
     *
     * @param problems of reading them; none of them is lost
     */
    static GeneratedWorld of(PolicyPacks read, String worldSpec, long seed, List<Problem> problems) {
        PolicyPacks packs = withSpec(read, worldSpec, problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return of(packs, seed);
    }

    /**
     * From packs among which a world spec is in effect, such as those of a sealed run.
     *
     * @param seed unsigned
     * @throws PolicyException with every rule that the packs of the world break together
     */
    public static GeneratedWorld of(PolicyPacks packs, long seed) {
        List<Problem> problems = new ArrayList<>();
        problems.addAll(PolicyLinter.lintWorld(packs));
        Taxonomies taxonomies = Taxonomies.of(packs, problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        try {
            return new GeneratedWorld(packs, seed, taxonomies);
        } catch (IllegalArgumentException e) {
            throw unmakeable(packs, e);
        }
    }

    private static PolicyException unmakeable(PolicyPacks packs, IllegalArgumentException cause) {
        return new PolicyException(
                Problem.of(
                        ErrorCode.POLICY_LINT_FAILED,
                        packs.require(WorldSpec.POLICY_ID).file(),
                        "must make a world together with the other world packs",
                        String.valueOf(cause.getMessage()),
                        "change the number it names"),
                cause);
    }

    private static PolicyPacks withSpec(PolicyPacks packs, String worldSpec, List<Problem> problems) {
        if (!worldSpec.endsWith(SPEC_ENDING) && !problems.isEmpty()) {
            // A spec with a problem of its own is absent from the packs, and has been told.
            return packs;
        }
        try {
            return worldSpec.endsWith(SPEC_ENDING)
                    ? packs.withWorldSpecAt(Path.of(worldSpec), worldSpec)
                    : packs.withWorldSpec(worldSpec);
        } catch (PolicyException e) {
            problems.addAll(e.problems());
            return packs;
        }
    }

    public long seed() {
        return seed;
    }

    /** hex64, over the packs that make the world. */
    public String worldParameterHash() {
        return packs.worldParameterHash();
    }

    /** hex64; name of the world's folder. */
    public String manifestFingerprint() {
        return RunIdentity.ownWorld(worldParameterHash(), seed);
    }

    /** The packs the world was read from, its world spec in effect. */
    public PolicyPacks packs() {
        return packs;
    }

    /** The spec as its world keeps it: canonical JSON, which is YAML, and a final newline. */
    public byte[] specCopy() {
        return (packs.require(WorldSpec.POLICY_ID).canonicalJson() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public PartyPlan parties() {
        return parties;
    }

    public MerchantPlan merchants() {
        return merchants;
    }

    public WorldMaker maker() {
        return maker;
    }

    public Posture posture() {
        return posture;
    }

    /**
     * Plan of the arrivals under a scenario model; one per model, shared by all that ask.
     *
     * @param model of calendar_5B
     * @throws PolicyException when calendar_5B has no such model, or the world has no room for its arrivals
     */
    public ArrivalPlan arrivals(String model) {
        return arrivals.computeIfAbsent(model, this::planOf);
    }

    private ArrivalPlan planOf(String model) {
        CalendarPolicy calendar = CalendarPolicy.of(root("calendar_5B"));
        if (!calendar.models().containsKey(model)) {
            throw new PolicyException(Problem.of(
                    ErrorCode.CONFIG_VALIDATION_FAILED,
                    "--scenario",
                    "must begin with a model of calendar_5B, one of "
                            + String.join(", ", calendar.models().keySet()),
                    model,
                    "such as baseline_20260101_14d"));
        }
        ArrivalLaws laws = new ArrivalLaws(
                geography, ShapesPolicy.of(root("shapes_5B")), calendar, ArrivalsPolicy.of(root("arrivals_5B")), model);
        try {
            return ArrivalPlan.of(merchants, laws, parties.keys().draws());
        } catch (IllegalArgumentException e) {
            throw unmakeable(packs, e);
        }
    }

    /** Merchants, sites and zones as their tables hold them, but for what a horizon counts. */
    public WorldDimensions dimensions() {
        return merchants.dimensions();
    }

    /**
     * What its folder would say of a window, were there one: no table, but the axes, and what this Java had a say in. A
     * pure function of packs, seed, scenario and Java.
     */
    public WorldReceipt receipt(ScenarioId scenario) {
        WorldReceipt.Scenario window = scenario.scenario();
        long startHour = window.horizonStartMicros() / Horizon.MICROS_PER_HOUR;
        long endHour = window.horizonEndMicros().isEmpty()
                ? startHour + 1
                : window.horizonEndMicros().getAsLong() / Horizon.MICROS_PER_HOUR;
        return new WorldReceipt(
                new WorldReceipt.Axes(
                        WorldKind.OWN,
                        manifestFingerprint(),
                        worldParameterHash(),
                        seed,
                        Optional.of(RunIdentity.WORLD_LAW)),
                List.of(window),
                List.of(),
                new WorldReceipt.Tables(
                        ZoneOffsets.version(),
                        ZoneOffsets.digest(parties.zoneTzids(), new Horizon(startHour, endHour - startHour)),
                        Optional.of(TupleDigest.sha256Hex(
                                CanonicalJson.of(startTables()).getBytes(StandardCharsets.UTF_8)))),
                List.of());
    }

    /** Judge of the entities. */
    public EntityChecks entityChecks() {
        return new EntityChecks(roles, new MadePlan(maker));
    }

    /** Law revision of every pack that makes the world, by policy id. */
    public SortedMap<String, Integer> lawRevisions() {
        TreeMap<String, Integer> laws = new TreeMap<>();
        packs.world().forEach((id, pack) -> laws.put(id, pack.lawRevision()));
        packs.taxonomy().forEach((id, pack) -> laws.put(id, pack.lawRevision()));
        return laws;
    }

    /**
     * Digests of what is computed at the start, by name, hex64: every table of every law, and the thresholds of the tiers,
     * which are measured over made entities. The same for both segments and every scenario.
     */
    public SortedMap<String, String> startTables() {
        TableHash cuts = new TableHash();
        maker.hashCuts(cuts);
        parties.hashCuts(cuts);
        posture.hashCuts(cuts);
        TableHash picks = new TableHash();
        TableHash quantiles = new TableHash();
        TableHash shapes = new TableHash();
        TableHash volumes = new TableHash();
        // A model changes volumes of days, no table.
        ArrivalPlan arrivals =
                arrivals(CalendarPolicy.of(root("calendar_5B")).models().firstKey());
        parties.hashPicks(picks);
        arrivals.hashPicks(picks);
        arrivals.hashQuantiles(quantiles);
        arrivals.hashShapes(shapes);
        merchants.hashVolumes(volumes);
        return new TreeMap<>(Map.of(
                "alias_tables", picks.hex(),
                "cut_tables", cuts.hex(),
                "merchant_volumes", volumes.hex(),
                "quantile_tables", quantiles.hex(),
                "tier_thresholds", posture.tablesDigest(),
                "week_shapes", shapes.hex()));
    }

    private PolicyNode root(String policyId) {
        return packs.require(policyId).root();
    }
}
