package io.millrace.job.explain;

import io.millrace.Simulation;
import io.millrace.Storyteller;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.ArrivalTeller;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.ArrivalKey;
import io.millrace.contract.WorldKind;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.topology.RunSimulation;
import io.millrace.run.DigestKind;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.InputRole;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.ScenarioId;
import io.millrace.run.SealedRun;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.SlabKind;
import io.millrace.story.Chapter;
import io.millrace.story.Rulebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes rows of a run again, from its world, policies and draws, tells how, and holds them beside the stored ones. The
 * run is asked for one thing alone: which arrivals the party has, as sessions and retries depend on them; each of those
 * is attached again too, and left out when it is not the party's.
 */
public final class RowExplainer implements AutoCloseable {
    /** Arrivals explained at a time; bounds memory. */
    private static final int BATCH = 2_500;

    private static final String FLOW_ID = "flow_id";

    private final RunSimulation source;
    private final Simulation simulation;
    private final Storyteller storyteller;
    private final ArrivalShelf shelf;
    private final ArrivalChapter arrivalChapter;
    private final StoredRows stored;
    private final boolean isPublished;
    private final RowComparison comparison;

    /** @param arrivals law of the arrivals; empty when they come from another engine */
    private RowExplainer(
            RunSimulation source,
            ArrivalShelf shelf,
            Optional<ArrivalTeller> arrivals,
            StoredRows stored,
            boolean isPublished) {
        this.source = source;
        simulation = source.open();
        this.shelf = shelf;
        this.stored = stored;
        this.isPublished = isPublished;
        arrivalChapter = new ArrivalChapter(simulation.world(), arrivals);
        storyteller = simulation.storyteller();
        comparison = new RowComparison(
                stored,
                simulation.world().zoneTzid,
                isPublished ? HeldRow.Standing.MISSING : HeldRow.Standing.NOT_STORED_YET);
    }

    /**
     * Opens a run with its world, and checks the digests of what is read.
     *
     * @param worlds folder of the world, or a folder of worlds; not read for a run whose world was made on the fly
     */
    public static RowExplainer open(Path runRoot, Path worlds) {
        SealedRun sealed = SealedRun.open(RunFolder.at(runRoot));
        RunIdentity identity = sealed.identity();
        boolean isMade = sealed.input(InputRole.ARRIVALS, SlabKind.ARRIVAL.datasetId())
                .content()
                .filter(content -> content.digestKind() == DigestKind.LAW_SHA256)
                .isPresent();
        Path world = isMade ? RunFolder.at(runRoot).gate(identity) : worldOf(worlds, identity);
        RunSimulation source = new RunSimulation(runRoot.toString(), world.toString());
        Simulation simulation = source.open();
        Optional<ArrivalPlan> plan = sealed.receipt().worldKind() == WorldKind.OWN
                ? source.madePlan().or(() -> Optional.of(planOf(sealed)))
                : Optional.empty();
        ArrivalShelf shelf = isMade
                ? lawShelf(plan.orElseThrow(), ScenarioId.of(identity.scenarioId()))
                : new ArrivalFiles(sealed, world, simulation.world().zoneTzid);
        boolean isPublished = ValidationBundle.check(runRoot.resolve(ValidationBundle.folder(identity)))
                .isPresent();
        return new RowExplainer(
                source,
                shelf,
                plan.map(of -> new ArrivalTeller(of, new Rulebook(sealed.packs()))),
                StoredRows.open(runRoot),
                isPublished);
    }

    private static Path worldOf(Path worlds, RunIdentity identity) {
        Path ofRun = worlds.resolve(identity.manifestFingerprint());
        return Files.exists(ofRun) ? ofRun : WorldReceipt.locate(worlds);
    }

    private static ArrivalPlan planOf(SealedRun sealed) {
        RunIdentity identity = sealed.identity();
        return GeneratedWorld.of(sealed.packs(), identity.seed())
                .arrivals(ScenarioId.of(identity.scenarioId()).model());
    }

    private static ArrivalShelf lawShelf(ArrivalPlan plan, ScenarioId scenario) {
        return new ArrivalLawShelf(plan, scenario.startHour(), scenario.endHour());
    }

    /** Which run this is. */
    public RunIdentity identity() {
        return simulation.identity();
    }

    /**
     * Explains the arrival that an id was made of: that of the flow, the one that opened the order or the session.
     *
     * @param kind {@code flow_id}, {@code order_id} or {@code session_id}
     * @throws RunException USAGE when the world has no such arrival
     */
    public Explained ofId(String kind, long id) {
        String text = kind + " " + id;
        if (id < 1) {
            throw unknown(text, "an id below 1");
        }
        long key = simulation.ids(kind).arrivalKey(id);
        int merchant = ArrivalKey.merchantOrdinal(key);
        if (merchant >= simulation.world().merchants()) {
            throw unknown(text, "an id that no merchant of the world makes");
        }
        return one(new ArrivalName(simulation.world().merchantId[merchant], merchant, ArrivalKey.seq(key)), text);
    }

    /**
     * Explains one arrival.
     *
     * @param merchantId unsigned
     * @throws RunException USAGE when the world has no such arrival
     */
    public Explained ofArrival(long merchantId, long arrivalSeq) {
        String text = "arrival " + Long.toUnsignedString(merchantId) + ":" + arrivalSeq;
        int merchant = simulation.world().merchantOrdinal(merchantId);
        if (merchant < 0) {
            throw unknown(text, "a merchant that the world does not have");
        }
        return one(new ArrivalName(merchantId, merchant, arrivalSeq), text);
    }

    /**
     * Explains some stored arrivals, spread over the run by a hash; the same ones each time.
     *
     * @param count at most
     * @return how many were found
     */
    public int sample(int count, long seed, Consumer<Explained> out) {
        List<StoredRows.Moment> picked = stored.sample(count, seed);
        List<ArrivalName> names = new ArrayList<>();
        for (StoredRows.Moment moment : picked) {
            nameOf(moment)
                    .ifPresentOrElse(
                            names::add,
                            () -> out.accept(notMade(
                                    Long.toUnsignedString(moment.merchantId()) + ":" + moment.arrivalSeq(), 0)));
        }
        for (int from = 0; from < names.size(); from += BATCH) {
            explain(names.subList(from, Math.min(names.size(), from + BATCH)), out);
        }
        return picked.size();
    }

    private Explained one(ArrivalName name, String text) {
        List<Explained> found = new ArrayList<>();
        explain(List.of(name), found::add);
        if (found.isEmpty()) {
            throw unknown(
                    text,
                    "arrival " + name.arrivalSeq() + ", which merchant " + Long.toUnsignedString(name.merchantId())
                            + " does not have");
        }
        return found.get(0);
    }

    /** Those that the world does not have are left out. */
    private void explain(Collection<ArrivalName> names, Consumer<Explained> out) {
        Map<ArrivalName, Long> wanted = new LinkedHashMap<>();
        names.forEach(name -> wanted.put(name, ArrivalShelf.ANYWHEN));
        for (StoredRows.Moment moment : stored.of(names)) {
            nameOf(moment).ifPresent(name -> wanted.put(name, moment.micros()));
        }
        requireStored(wanted);
        Rows targets = attached(wanted);
        wanted.forEach((name, micros) -> {
            if (micros != ArrivalShelf.ANYWHEN && !targets.at.containsKey(name)) {
                out.accept(notMade(name.text(), simulation.ids(FLOW_ID).id(name.key())));
            }
        });
        PartyTimes times = new PartyTimes(simulation.hardBreakMicros());
        Set<Long> parties = new LinkedHashSet<>();
        targets.at.forEach((name, row) -> {
            parties.add(targets.attached.partyId[row]);
            times.add(targets.attached.partyId[row], targets.arrivals.tsMicros[row], name);
        });
        if (parties.isEmpty()) {
            return;
        }
        for (StoredRows.Moment moment : stored.ofParties(parties)) {
            nameOf(moment).ifPresent(name -> times.add(moment.partyId(), moment.micros(), name));
        }
        Map<ArrivalName, Long> around = new LinkedHashMap<>();
        targets.at.forEach((name, row) -> around.putAll(times.around(targets.attached.partyId[row], name)));
        Rows rows = attached(around);
        Map<Chain, Set<ArrivalName>> walks = new LinkedHashMap<>();
        targets.at.forEach((name, row) -> {
            long party = targets.attached.partyId[row];
            Chain chain = new Chain(party, List.copyOf(times.around(party, name).keySet()));
            walks.computeIfAbsent(chain, absent -> new LinkedHashSet<>()).add(name);
        });
        Map<ArrivalName, Storyteller.Walk> made = new LinkedHashMap<>();
        walks.forEach((chain, asked) -> {
            Storyteller.Walk walk = rows.walk(storyteller, chain, asked);
            asked.forEach(name -> made.put(name, walk));
        });
        comparison.load(made);
        made.forEach((name, walk) -> out.accept(explained(name, walk, rows)));
    }

    /** Of a stored row whose arrival the world does not have. */
    private static Explained notMade(String arrival, long flowId) {
        HeldRow row = new HeldRow(SlabKind.SESSIONED.datasetId(), arrival, HeldRow.Standing.NOT_MADE, List.of());
        return new Explained(arrival, flowId, List.of(), List.of(row));
    }

    private Explained explained(ArrivalName name, Storyteller.Walk walk, Rows rows) {
        int row = walk.position(name.merchantId(), name.arrivalSeq());
        List<Chapter> chapters = new ArrayList<>();
        chapters.add(arrivalChapter.tell(rows.arrivals, rows.at.get(name)));
        chapters.addAll(walk.chapters().get(row));
        return new Explained(name.text(), walk.anchors().flowId[row], chapters, comparison.of(name, walk, row));
    }

    /** A run that is not whole yet may lack other arrivals of the party too. */
    private void requireStored(Map<ArrivalName, Long> wanted) {
        if (isPublished) {
            return;
        }
        wanted.forEach((name, micros) -> {
            if (micros == ArrivalShelf.ANYWHEN) {
                throw unknown(
                        "arrival " + name.text(),
                        "not in its committed files, and the run is not published",
                        "look again after its next checkpoint, or finish it: millrace resume "
                                + identity().runId());
            }
        });
    }

    private Rows attached(Map<ArrivalName, Long> wanted) {
        ArrivalSlab found = shelf.find(wanted);
        Map<ArrivalName, Integer> at = new HashMap<>();
        for (int row = 0; row < found.size; row++) {
            at.put(new ArrivalName(found.merchantId[row], found.merchantOrdinal[row], found.arrivalSeq[row]), row);
        }
        Map<ArrivalName, Integer> inOrder = new LinkedHashMap<>();
        wanted.keySet().stream().filter(at::containsKey).forEach(name -> inOrder.put(name, at.get(name)));
        return new Rows(found, storyteller.attach(found), inOrder);
    }

    private Optional<ArrivalName> nameOf(StoredRows.Moment moment) {
        int merchant = simulation.world().merchantOrdinal(moment.merchantId());
        // What names no merchant of the world is a damaged row, and no arrival.
        return merchant < 0
                ? Optional.empty()
                : Optional.of(new ArrivalName(moment.merchantId(), merchant, moment.arrivalSeq()));
    }

    private static RunException unknown(String where, String found) {
        return unknown(
                where,
                found,
                "take an id, or merchant_id:arrival_seq, from a row of this run; explain without one shows some");
    }

    private static RunException unknown(String where, String found, String fix) {
        return new RunException(Problem.of(ErrorCode.USAGE, where, "must name an arrival of the run", found, fix));
    }

    @Override
    public void close() {
        stored.close();
        source.forget();
    }

    /** Arrivals of a party that no hard break parts. */
    private record Chain(long partyId, List<ArrivalName> names) {}

    /** Arrivals as the world has them, attached again; by name, in the order they were asked for. */
    private record Rows(ArrivalSlab arrivals, AttachedSlab attached, Map<ArrivalName, Integer> at) {
        /** Walks those of a chain that are of its party. */
        Storyteller.Walk walk(Storyteller storyteller, Chain chain, Set<ArrivalName> asked) {
            ArrivalSlab ofParty = new ArrivalSlab(chain.names.size());
            AttachedSlab attachedOfParty = new AttachedSlab(chain.names.size());
            for (ArrivalName name : chain.names) {
                Integer row = at.get(name);
                if (row != null && attached.partyId[row] == chain.partyId) {
                    ofParty.append(arrivals, row, row + 1);
                    attachedOfParty.append(attached, row, row + 1);
                }
            }
            return storyteller.walk(ofParty, attachedOfParty, (merchantId, arrivalSeq) -> asked.stream()
                    .anyMatch(name -> name.merchantId() == merchantId && name.arrivalSeq() == arrivalSeq));
        }
    }
}
