package io.millrace.job.prepare;

import io.millrace.arrivals.ArrivalAxes;
import io.millrace.arrivals.DecimalId;
import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.Coded;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.EntityKind;
import io.millrace.contract.ForeignColumn;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.Iso;
import io.millrace.contract.PartyType;
import io.millrace.contract.RiskTier;
import io.millrace.policy.Taxonomies;
import io.millrace.world.EntityTables;
import io.millrace.world.WorldDimensions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;

/**
 * Reads the 6A tables of another engine into {@link EntityTables}: axes checked and dropped, tokens mapped by the
 * taxonomies, absent merchant columns null. All tables are read before anything is refused, so one pass tells all.
 */
final class EntityTableReader {
    private static final int EXAMPLES_MAX = 5;

    private final ArrivalAxes axes;
    private final Taxonomies taxonomies;
    private final WorldDimensions dimensions;
    private final EntityTables tables = new EntityTables();
    private final SortedMap<String, Fault> faults = new TreeMap<>();
    private final SortedMap<EntityTable, Long> rows = new TreeMap<>();

    EntityTableReader(ArrivalAxes axes, Taxonomies taxonomies, WorldDimensions dimensions) {
        this.axes = axes;
        this.taxonomies = taxonomies;
        this.dimensions = dimensions;
    }

    /** One kind of fault of one column. */
    private static final class Fault {
        private final ErrorCode code;
        private final String expected;
        private final String fix;
        private final SortedMap<String, Long> rowsByValue = new TreeMap<>();

        private Fault(ErrorCode code, String expected, String fix) {
            this.code = code;
            this.expected = expected;
            this.fix = fix;
        }

        private void add(String value) {
            rowsByValue.merge(value, 1L, Long::sum);
            // Values of a column that is wrong throughout need not all be remembered.
            if (rowsByValue.size() > 1000) {
                rowsByValue.remove(rowsByValue.lastKey());
            }
        }

        private Problem problem(String where) {
            List<String> examples = new ArrayList<>();
            rowsByValue.forEach((value, rows) -> {
                if (examples.size() < EXAMPLES_MAX) {
                    examples.add(value + " (" + rows + " rows)");
                }
            });
            String more = rowsByValue.size() > EXAMPLES_MAX ? " and others" : "";
            return Problem.of(code, where, expected, String.join(", ", examples) + more, fix);
        }
    }

    /** Rows read by table. */
    SortedMap<EntityTable, Long> rows() {
        return rows;
    }

    /**
     * @param filesByTable every table
     * @throws ContractException with all of INPUT_VOCABULARY_UNMAPPED, WORLD_IDENTITY_MISMATCH and INPUT_SCHEMA_MISMATCH,
     *     each with the values at fault and how many rows have them
     */
    EntityTables read(Map<EntityTable, List<ForeignFile>> filesByTable) {
        for (EntityTable table : EntityTable.values()) {
            rows.put(table, 0L);
            for (ForeignFile file : filesByTable.get(table)) {
                read(table, file);
            }
        }
        if (!faults.isEmpty()) {
            List<Problem> problems = new ArrayList<>();
            faults.forEach((where, fault) -> problems.add(fault.problem(where.substring(0, where.indexOf(' ')))));
            throw new ContractException(problems);
        }
        return tables;
    }

    private void read(EntityTable table, ForeignFile file) {
        List<ForeignColumn> columns = table.columns();
        Row row = new Row(table, columns);
        try {
            for (FileSourceSplit split : file.splits(0)) {
                try (ForeignRows source = new ForeignRows(file, split, columns.size(), new Configuration())) {
                    row.source = source;
                    while (source.nextBatch()) {
                        while (source.nextRow()) {
                            take(table, row);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new ContractException(ForeignFile.unreadable(file.name(), e), e);
        }
        rows.merge(table, row.count, Long::sum);
        row.tokens.forEach((column, known) -> {
            String name = columns.get(column).name();
            if (isOpenVocabulary(name)) {
                tables.addTokens(table.datasetId() + "." + name, known.keySet());
            }
        });
    }

    /** Columns whose tokens a taxonomy maps; the other vocabularies are closed. */
    private static boolean isOpenVocabulary(String column) {
        return column.startsWith("fraud_role_") || (column.endsWith("_type") && !column.equals("party_type"));
    }

    private void take(EntityTable table, Row row) {
        row.count++;
        row.isWhole = true;
        row.axis("seed", Long.toUnsignedString(axes.seed()));
        row.axis("parameter_hash", axes.parameterHash());
        row.axis("manifest_fingerprint", axes.manifestFingerprint());
        switch (table) {
            case PARTY -> party(row);
            case ACCOUNT -> account(row);
            case INSTRUMENT -> instrument(row);
            case HOLDING -> holding(row);
            case DEVICE -> device(row);
            case IP -> ip(row);
            case DEVICE_LINK -> deviceLink(row);
            case IP_LINK -> ipLink(row);
            case PARTY_ROLE -> role(row, EntityKind.PARTY);
            case ACCOUNT_ROLE -> role(row, EntityKind.ACCOUNT);
            case MERCHANT_ROLE -> role(row, EntityKind.MERCHANT);
            case DEVICE_ROLE -> role(row, EntityKind.DEVICE);
            case IP_ROLE -> role(row, EntityKind.IP);
        }
    }

    private void party(Row row) {
        long id = row.id(0);
        PartyType type = row.token(1, text -> constant(PartyType.values(), text));
        io.millrace.contract.Segment segment = row.token(2, taxonomies::segment);
        int country = row.country(3);
        int zone = row.zone(4);
        if (row.isWhole) {
            tables.addParty(id, type, segment, country, zone);
        }
    }

    private void account(Row row) {
        long id = row.id(0);
        long owner = row.id(1);
        io.millrace.contract.LedgerClass ledgerClass = row.token(2, taxonomies::ledgerClass);
        if (row.isWhole) {
            tables.addAccount(id, owner, ledgerClass);
        }
    }

    private void instrument(Row row) {
        long id = row.id(0);
        long account = row.id(1);
        long owner = row.id(2);
        io.millrace.contract.InstrumentKind kind = row.token(3, taxonomies::instrumentKind);
        if (row.isWhole) {
            tables.addInstrument(id, account, owner, kind);
        }
    }

    private void holding(Row row) {
        long account = row.id(0);
        long instrument = row.id(1);
        row.token(2, taxonomies::instrumentKind);
        if (row.isWhole) {
            tables.addAccountInstrumentLink(account, instrument);
        }
    }

    private void device(Row row) {
        long id = row.id(0);
        io.millrace.contract.DeviceGroup group = row.token(1, taxonomies::deviceGroup);
        long party = row.idOr(2, EntityTables.ABSENT);
        long merchant = row.unsignedOr(3, EntityTables.NO_MERCHANT);
        long site = row.unsignedOr(4, EntityTables.NO_MERCHANT);
        if (row.isWhole) {
            tables.addDevice(id, group, party, merchant, site);
        }
    }

    private void ip(Row row) {
        long id = row.id(0);
        io.millrace.contract.IpGroup group = row.token(1, taxonomies::ipGroup);
        int country = row.country(2);
        if (row.isWhole) {
            tables.addIp(id, group, country);
        }
    }

    private void deviceLink(Row row) {
        long device = row.id(0);
        DeviceLinkRole role = row.token(1, text -> constant(DeviceLinkRole.values(), text));
        long party = row.idOr(2, EntityTables.ABSENT);
        long account = row.idOr(3, EntityTables.ABSENT);
        long instrument = row.idOr(4, EntityTables.ABSENT);
        long merchant = row.unsignedOr(5, EntityTables.NO_MERCHANT);
        if (row.isWhole) {
            tables.addDeviceLink(device, party, account, instrument, merchant, role);
        }
    }

    private void ipLink(Row row) {
        long ip = row.id(0);
        IpLinkRole role = row.token(1, text -> constant(IpLinkRole.values(), text));
        long device = row.idOr(2, EntityTables.ABSENT);
        long party = row.idOr(3, EntityTables.ABSENT);
        long merchant = row.unsignedOr(4, EntityTables.NO_MERCHANT);
        if (row.isWhole) {
            tables.addIpLink(ip, device, party, merchant, role);
        }
    }

    /** Roles are not read by attach; their tokens must be known all the same, because later stages lean on them. */
    private void role(Row row, EntityKind kind) {
        if (kind == EntityKind.MERCHANT) {
            row.unsigned(0);
        } else {
            row.id(0);
        }
        row.token(1, text -> taxonomies.fraudRole(kind, text));
        row.token(2, text -> constant(RiskTier.values(), text));
    }

    private static <E extends Coded> Optional<E> constant(E[] vocabulary, String text) {
        for (E candidate : vocabulary) {
            if (candidate.token().equals(text)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The current row of a table; what is wrong with it is remembered, and then it is not whole. */
    private final class Row {
        private final EntityTable table;
        private final List<ForeignColumn> columns;
        private final Map<String, Integer> position = new HashMap<>();
        /** By column: tokens seen, with what they mean. */
        private final Map<Integer, Map<String, Optional<?>>> tokens = new HashMap<>();

        private ForeignRows source;
        private long count;
        private boolean isWhole;

        private Row(EntityTable table, List<ForeignColumn> columns) {
            this.table = table;
            this.columns = columns;
            for (int column = 0; column < columns.size(); column++) {
                position.put(columns.get(column).name(), column);
            }
        }

        /** Signed ids of parties, accounts, instruments, devices and IPs: 1..2^63-1. */
        private long id(int column) {
            long id = unsigned(column);
            if (isWhole && id < 1) {
                fault(
                        column,
                        ErrorCode.INPUT_SCHEMA_MISMATCH,
                        "must hold ids of 1..2^63-1",
                        Long.toString(id),
                        "write the upstream table again");
            }
            return id;
        }

        private long idOr(int column, long absent) {
            return source.isNull(column) ? absent : id(column);
        }

        private long unsigned(int column) {
            if (source.isNull(column)) {
                return missing(column);
            }
            if (source.isNumber(column)) {
                return source.number(column);
            }
            String text = source.text(column);
            if (!DecimalId.isReadable(text)) {
                fault(
                        column,
                        ErrorCode.INPUT_SCHEMA_MISMATCH,
                        "must hold decimal ids",
                        text,
                        "write the upstream table again");
                return 0;
            }
            return Long.parseUnsignedLong(text);
        }

        private long unsignedOr(int column, long absent) {
            return source.isNull(column) ? absent : unsigned(column);
        }

        /** null, with a fault, when nothing maps the token. */
        @SuppressWarnings("unchecked") // a column always has the same vocabulary
        private <E> E token(int column, Function<String, Optional<E>> vocabulary) {
            if (source.isNull(column)) {
                missing(column);
                return null;
            }
            String text = source.text(column);
            Optional<E> found = (Optional<E>)
                    tokens.computeIfAbsent(column, any -> new HashMap<>()).computeIfAbsent(text, vocabulary);
            if (found.isEmpty()) {
                fault(
                        column,
                        ErrorCode.INPUT_VOCABULARY_UNMAPPED,
                        "must hold tokens that the taxonomies or vocabularies know",
                        text,
                        "map the token as an alias in its taxonomy, a pack of layer3/6A");
                return null;
            }
            return found.get();
        }

        private int country(int column) {
            if (source.isNull(column)) {
                return (int) missing(column);
            }
            String text = source.text(column);
            if (!text.matches("[A-Z]{2}")) {
                fault(
                        column,
                        ErrorCode.INPUT_SCHEMA_MISMATCH,
                        "must hold two upper-case letters",
                        text,
                        "write the upstream table again");
                return 0;
            }
            return Iso.pack(text);
        }

        /** A home zone counts when the arrivals know it. */
        private int zone(int column) {
            return source.isNull(column) ? EntityTables.NO_ZONE : dimensions.zoneTzid.indexOf(source.text(column));
        }

        private void axis(String name, String expected) {
            int column = position.get(name);
            if (source.isNull(column)) {
                return;
            }
            String found = source.isNumber(column) ? Long.toUnsignedString(source.number(column)) : source.text(column);
            if (!found.equals(expected)) {
                fault(
                        column,
                        ErrorCode.WORLD_IDENTITY_MISMATCH,
                        "must be the axis of the run receipt, " + expected,
                        found,
                        "take all tables from one run of the upstream engine");
            }
        }

        private long missing(int column) {
            fault(
                    column,
                    ErrorCode.INPUT_SCHEMA_MISMATCH,
                    "must not be null",
                    "null",
                    "write the upstream table again");
            return 0;
        }

        private void fault(int column, ErrorCode code, String expected, String found, String fix) {
            isWhole = false;
            faults.computeIfAbsent(
                            table.datasetId() + "#" + columns.get(column).name() + " " + expected,
                            where -> new Fault(code, expected, fix))
                    .add(found);
        }
    }
}
