package io.millrace.world;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.CanonicalJson;
import io.millrace.policy.AttachmentPolicy.ForeignActivity;
import io.millrace.world.IndexLayout.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes {@code entity_index.bin} from the 6A tables of a world: one file that answers everything attach asks.
 * The same rows in any order give the same bytes. Heap about 500 MB per million parties.
 */
public final class EntityIndexBuilder {
    private static final int MESSAGE_PARTIES = 3;
    private static final long OFFSET_MAX = 0xFFFF_FFFFL;

    private final EntityGraph graph;
    private final ActivityStrips strips;
    private final IndexFileWriter out;
    private final int[] recordAt;
    private final IpSlots slots = new IpSlots();

    private EntityIndexBuilder(EntityGraph graph, ActivityStrips strips, IndexFileWriter out) {
        this.graph = graph;
        this.strips = strips;
        this.out = out;
        recordAt = new int[graph.party.size()];
    }

    /**
     * Checks every reference, ranks the parties that can be picked, and puts the file at its path in one rename.
     *
     * @param tables used up, also on failure
     * @param dimensions of the arrivals; terminals and endpoints stand by their ordinals
     * @param activity of {@code attachment_policy_6B.party}
     * @param file its folder is made when missing; a file that is there is replaced
     * @throws ContractException INDEX_REFERENCE_BROKEN with one problem per kind, INPUT_CAPACITY_EXCEEDED for parties
     *     that hold more than a {@link Portfolio}; nothing is written then
     * @throws RunException IO_WRITE_FAILED
     */
    public static EntityIndexInfo build(
            EntityTables tables,
            WorldDimensions dimensions,
            ForeignActivity activity,
            EntityIndexAxes axes,
            Path file) {
        return build(tables, dimensions, activity, axes, file, IndexLayout.CHUNK_BITS);
    }

    static EntityIndexInfo build(
            EntityTables tables,
            WorldDimensions dimensions,
            ForeignActivity activity,
            EntityIndexAxes axes,
            Path file,
            int chunkBits) {
        EntityGraph graph = checked(tables, dimensions);
        ActivityStrips strips = new ActivityStrips(graph, activity, axes);
        return write(graph, strips, tables, dimensions, Optional.of(activity), axes, file, chunkBits);
    }

    /**
     * The same for an own world: who is where, and how active, comes from its plan, and the tables must agree with it.
     *
     * @param tables used up, also on failure
     * @param dimensions of the plan's zones
     * @throws ContractException as for foreign worlds; INDEX_REFERENCE_BROKEN also for parties that are not those of
     *     the plan, and for pickable ones without a card-like instrument or a device with an IP
     * @throws RunException IO_WRITE_FAILED
     */
    public static EntityIndexInfo build(
            EntityTables tables, WorldDimensions dimensions, PartyPlan plan, EntityIndexAxes axes, Path file) {
        EntityGraph graph = checked(tables, dimensions);
        List<Problem> problems = PlannedParties.problems(graph, plan, dimensions);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        ActivityStrips strips = new ActivityStrips(plan);
        return write(graph, strips, tables, dimensions, Optional.empty(), axes, file, IndexLayout.CHUNK_BITS);
    }

    private static EntityGraph checked(EntityTables tables, WorldDimensions dimensions) {
        EntityGraph graph = new EntityGraph(tables, dimensions);
        List<Problem> problems = new ArrayList<>(graph.problems());
        problems.addAll(tooLarge(graph));
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        return graph;
    }

    private static EntityIndexInfo write(
            EntityGraph graph,
            ActivityStrips strips,
            EntityTables tables,
            WorldDimensions dimensions,
            Optional<ForeignActivity> activity,
            EntityIndexAxes axes,
            Path file,
            int chunkBits) {
        graph.counts.put("parties_eligible", (long) strips.order.length);
        graph.counts.put("parties_pickable", (long) strips.activeParties());
        graph.counts.put("merchants", (long) dimensions.merchants());
        graph.counts.put("sites", (long) dimensions.siteId.length);
        SortedMap<String, List<String>> tokens = new TreeMap<>();
        tables.tokens().forEach((column, distinct) -> tokens.put(column, List.copyOf(distinct)));
        byte[] info = infoJson(axes, activity, tokens, graph.counts).getBytes(StandardCharsets.UTF_8);
        try (IndexFileWriter out = new IndexFileWriter(file, chunkBits)) {
            String digest = new EntityIndexBuilder(graph, strips, out)
                    .write(info, activity.isPresent() ? IndexLayout.FLAG_FOREIGN : 0);
            return new EntityIndexInfo(
                    digest,
                    axes,
                    activity,
                    Collections.unmodifiableSortedMap(tokens),
                    Collections.unmodifiableSortedMap(graph.counts));
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            file.toString(),
                            "must be writable",
                            String.valueOf(e.getMessage()),
                            "make room, or correct the rights of the folder"),
                    e);
        }
    }

    private String write(byte[] info, int kindFlag) throws IOException {
        out.begin(Section.INFO);
        out.putBytes(info);
        out.end();

        boolean dense = graph.party.isDense();
        out.begin(Section.PARTYID);
        for (int p = 0; p < graph.party.size() && !dense; p++) {
            out.putLong(graph.party.id(p));
        }
        out.end();

        writeRecords();
        writeParties();
        out.begin(Section.ORDER);
        for (int p : strips.order) {
            out.putInt(p);
        }
        out.end();
        writeCells();
        writeTerminals();
        writeEndpoints();
        return out.publish(kindFlag | (dense ? IndexLayout.FLAG_DENSE : 0));
    }

    private void writeRecords() throws IOException {
        out.begin(Section.RECORDS);
        for (int p = 0; p < recordAt.length; p++) {
            slots.load(graph, p);
            out.keepTogether(recordBytes(p));
            long at = out.offset() >>> 3;
            if (at > OFFSET_MAX) {
                throw new ContractException(Problem.of(
                        ErrorCode.INPUT_CAPACITY_EXCEEDED,
                        "entity_index_6A",
                        "must need at most 32 GiB for the records of parties",
                        "more at party " + graph.party.id(p) + " of " + graph.party.size(),
                        "make a smaller world"));
            }
            recordAt[p] = (int) at;
            writeRecord(p);
        }
        out.end();
    }

    private int recordBytes(int p) {
        int accounts = graph.accountsOfParty.size(p);
        int instruments = graph.instrumentsOfParty.size(p);
        int devices = graph.devicesOfParty.size(p);
        return IndexLayout.recordBytes(accounts, instruments, devices, slots.ips(), slots.entries());
    }

    private void writeRecord(int p) throws IOException {
        Groups accounts = graph.accountsOfParty;
        Groups instruments = graph.instrumentsOfParty;
        Groups devices = graph.devicesOfParty;
        long start = out.offset();
        out.putByte(accounts.size(p));
        out.putByte(devices.size(p));
        out.putShort(instruments.size(p));
        out.putShort(slots.ips());
        out.putShort(slots.entries());
        for (int at = accounts.start(p); at < accounts.end(p); at++) {
            out.putLong(graph.account.id(accounts.member(at)));
        }
        for (int at = instruments.start(p); at < instruments.end(p); at++) {
            out.putLong(graph.instrument.id(instruments.member(at)));
        }
        for (int at = devices.start(p); at < devices.end(p); at++) {
            out.putLong(graph.device.id(devices.member(at)));
        }
        for (int slot = 0; slot < slots.ips(); slot++) {
            out.putLong(graph.ip.id(slots.ip(slot)));
        }
        for (int entry = 0; entry < slots.entries(); entry++) {
            out.putShort(slots.slot(entry));
        }
        for (int at = devices.start(p); at < devices.end(p); at++) {
            out.putShort(graph.ipsOfDevice.size(devices.member(at)));
        }
        for (int at = accounts.start(p); at < accounts.end(p); at++) {
            out.putByte(graph.accountClass[accounts.member(at)]);
        }
        for (int at = instruments.start(p); at < instruments.end(p); at++) {
            out.putByte(graph.instrumentKind[instruments.member(at)]);
        }
        for (int at = instruments.start(p); at < instruments.end(p); at++) {
            out.putByte(accountSlot(p, graph.instrumentAccount[instruments.member(at)]));
        }
        for (int at = devices.start(p); at < devices.end(p); at++) {
            out.putByte(graph.deviceGroup[devices.member(at)]);
        }
        for (int slot = 0; slot < slots.ips(); slot++) {
            out.putByte(graph.ipGroup[slots.ip(slot)]);
        }
        out.pad(recordBytes(p) - (int) (out.offset() - start));
    }

    private int accountSlot(int p, int account) {
        Groups accounts = graph.accountsOfParty;
        int at = accounts.start(p);
        while (accounts.member(at) != account) {
            at++;
        }
        return at - accounts.start(p);
    }

    private void writeParties() throws IOException {
        out.begin(Section.PARTY);
        for (int p = 0; p < recordAt.length; p++) {
            out.putInt(recordAt[p]);
            out.putInt(strips.weight[p]);
            out.putShort(graph.partyCountry[p]);
            out.putByte(graph.partySegment[p]);
            out.putByte(graph.partyType[p]);
            out.putInt(graph.partyZone[p]);
        }
        out.end();
    }

    private void writeCells() throws IOException {
        out.begin(Section.CELLS);
        for (int cell = 0; cell < strips.cells; cell++) {
            out.putShort(strips.cellCountry[cell]);
            out.putByte(strips.cellSegment[cell]);
            out.putByte(0);
            out.putInt(strips.cellZone[cell]);
            out.putInt(strips.cellStart[cell]);
            out.putInt(strips.cellStart[cell + 1] - strips.cellStart[cell]);
        }
        out.end();
        out.begin(Section.STRIPS);
        for (int strip = 0; strip < strips.stripWeight.length; strip++) {
            out.putInt(strips.stripStart[strip]);
            out.putInt(strips.stripStart[strip + 1] - strips.stripStart[strip]);
            out.putLong(strips.stripWeight[strip]);
        }
        out.end();
    }

    private void writeTerminals() throws IOException {
        Groups terminals = graph.terminalsOfSite;
        writeOffsets(Section.TERMOFF, terminals);
        out.begin(Section.TERMS);
        for (int at = 0; at < terminals.members(); at++) {
            out.putLong(graph.device.id(terminals.member(at)));
        }
        out.end();
    }

    private void writeEndpoints() throws IOException {
        Groups endpoints = graph.endpointsOfMerchant;
        writeOffsets(Section.ENDPOFF, endpoints);
        out.begin(Section.ENDP);
        for (int at = 0; at < endpoints.members(); at++) {
            out.putLong(graph.ip.id(endpoints.member(at)));
            out.putShort(graph.ipCountry[endpoints.member(at)]);
            out.pad(6);
        }
        out.end();
    }

    private void writeOffsets(Section section, Groups groups) throws IOException {
        out.begin(section);
        if (groups.members() > 0) {
            for (int owner = 0; owner < groups.owners(); owner++) {
                out.putInt(groups.start(owner));
            }
            out.putInt(groups.members());
        }
        out.end();
    }

    private static List<Problem> tooLarge(EntityGraph graph) {
        if (!graph.problems().isEmpty()) {
            return List.of();
        }
        Limit[] limits = {
            new Limit("accounts", Portfolio.ACCOUNTS_MAX),
            new Limit("instruments", Portfolio.INSTRUMENTS_MAX),
            new Limit("devices", Portfolio.DEVICES_MAX),
            new Limit("ips", Portfolio.IPS_MAX),
            new Limit("links of devices to ips", Portfolio.DEVICE_IPS_MAX)
        };
        IpSlots slots = new IpSlots();
        for (int p = 0; p < graph.party.size(); p++) {
            slots.load(graph, p);
            limits[0].check(graph.party.id(p), graph.accountsOfParty.size(p));
            limits[1].check(graph.party.id(p), graph.instrumentsOfParty.size(p));
            limits[2].check(graph.party.id(p), graph.devicesOfParty.size(p));
            limits[3].check(graph.party.id(p), slots.ips());
            limits[4].check(graph.party.id(p), slots.entries());
        }
        return Arrays.stream(limits)
                .filter(limit -> limit.broken > 0)
                .map(Limit::problem)
                .toList();
    }

    private static String infoJson(
            EntityIndexAxes axes,
            Optional<ForeignActivity> activity,
            SortedMap<String, List<String>> tokens,
            SortedMap<String, Long> counts) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("manifest_fingerprint", axes.manifestFingerprint());
        json.put("seed", Long.toUnsignedString(axes.seed()));
        json.put("source_digest", axes.sourceDigest());
        json.put("tokens", tokens);
        json.put("counts", counts);
        json.put("activity", activity.map(EntityIndexBuilder::weights).orElse(null));
        return CanonicalJson.of(json);
    }

    private static Map<String, Object> weights(ForeignActivity activity) {
        TreeMap<String, Object> weights = new TreeMap<>();
        weights.put("weight_base", activity.base());
        weights.put("weight_holdings_log1p", activity.holdingsLog1p());
        weights.put("activity_sigma_log", activity.sigmaLog());
        weights.put("active_share", activity.activeShare());
        return weights;
    }

    /** What a party may hold at most, and who holds more. */
    private static final class Limit {
        private final String what;
        private final int max;
        private final List<String> examples = new ArrayList<>();
        private long broken;

        private Limit(String what, int max) {
            this.what = what;
            this.max = max;
        }

        private void check(long partyId, int held) {
            if (held > max) {
                broken++;
                if (examples.size() < MESSAGE_PARTIES) {
                    examples.add(partyId + " with " + held);
                }
            }
        }

        private Problem problem() {
            return Problem.of(
                    ErrorCode.INPUT_CAPACITY_EXCEEDED,
                    "s1_party_base_6A, " + what + " of a party",
                    "must be at most " + max,
                    "more for " + broken + " parties, first " + String.join(", ", examples),
                    "split the parties in layer 3");
        }
    }
}
