package io.millrace.job.entities;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.contract.AccountType;
import io.millrace.contract.Coded;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.DeviceType;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.InstrumentType;
import io.millrace.contract.IpGroup;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.IpType;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.job.arrivals.SlabFileReader;
import io.millrace.job.world.TableFiles;
import io.millrace.policy.Taxonomies;
import io.millrace.run.GeneratedWorld;
import io.millrace.slab.AccountInstrumentLinkSlab;
import io.millrace.slab.AccountSlab;
import io.millrace.slab.DeviceLinkSlab;
import io.millrace.slab.DeviceSlab;
import io.millrace.slab.InstrumentSlab;
import io.millrace.slab.IpLinkSlab;
import io.millrace.slab.IpSlab;
import io.millrace.slab.PartySlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.world.EntityTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.parquet.io.LocalInputFile;

/** The written tables of an own world, read back for the index: what attach will know is what lies on disk. */
final class OwnTables {
    private static final int SLAB_ROWS = 4096;

    private final Path root;
    private final TableFiles files;
    private final EntityTables tables = new EntityTables();
    private final LedgerClass[] ledgerClass;
    private final InstrumentKind[] instrumentKind;
    private final DeviceGroup[] deviceGroup;
    private final IpGroup[] ipGroup;

    private OwnTables(Path root, TableFiles files, Taxonomies taxonomies) {
        this.root = root;
        this.files = files;
        ledgerClass = classes(AccountType.values(), taxonomies::ledgerClass, LedgerClass[]::new);
        instrumentKind = classes(InstrumentType.values(), taxonomies::instrumentKind, InstrumentKind[]::new);
        deviceGroup = classes(DeviceType.values(), taxonomies::deviceGroup, DeviceGroup[]::new);
        ipGroup = classes(IpType.values(), taxonomies::ipGroup, IpGroup[]::new);
    }

    static EntityTables read(Path root, TableFiles files, GeneratedWorld world) {
        List<Problem> problems = new ArrayList<>();
        Taxonomies taxonomies = Taxonomies.of(world.packs(), problems);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return new OwnTables(root, files, taxonomies).read();
    }

    private EntityTables read() {
        each(SlabKind.PARTY, slab -> addParties((PartySlab) slab));
        each(SlabKind.ACCOUNT, slab -> addAccounts((AccountSlab) slab));
        each(SlabKind.INSTRUMENT, slab -> addInstruments((InstrumentSlab) slab));
        each(SlabKind.ACCOUNT_INSTRUMENT_LINK, slab -> addHoldings((AccountInstrumentLinkSlab) slab));
        each(SlabKind.DEVICE, slab -> addDevices((DeviceSlab) slab));
        each(SlabKind.IP, slab -> addIps((IpSlab) slab));
        each(SlabKind.DEVICE_LINK, slab -> addDeviceLinks((DeviceLinkSlab) slab));
        each(SlabKind.IP_LINK, slab -> addIpLinks((IpLinkSlab) slab));
        return tables;
    }

    private void addParties(PartySlab rows) {
        for (int row = 0; row < rows.size; row++) {
            tables.addParty(
                    rows.partyId[row],
                    PartyType.ofCode(rows.type[row]),
                    Segment.ofCode(rows.segment[row]),
                    rows.country[row],
                    rows.homeZone[row]);
        }
    }

    private void addAccounts(AccountSlab rows) {
        Tokens types = new Tokens("s2_account_base_6A.account_type", AccountType.values());
        for (int row = 0; row < rows.size; row++) {
            tables.addAccount(rows.accountId[row], rows.ownerPartyId[row], ledgerClass[types.see(rows.type[row])]);
        }
        types.tell();
    }

    private void addInstruments(InstrumentSlab rows) {
        Tokens types = new Tokens("s3_instrument_base_6A.instrument_type", InstrumentType.values());
        for (int row = 0; row < rows.size; row++) {
            tables.addInstrument(
                    rows.instrumentId[row],
                    rows.accountId[row],
                    rows.ownerPartyId[row],
                    instrumentKind[types.see(rows.type[row])]);
        }
        types.tell();
    }

    private void addHoldings(AccountInstrumentLinkSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            tables.addAccountInstrumentLink(rows.accountId[row], rows.instrumentId[row]);
        }
    }

    private void addDevices(DeviceSlab rows) {
        Tokens types = new Tokens("s4_device_base_6A.device_type", DeviceType.values());
        for (int row = 0; row < rows.size; row++) {
            tables.addDevice(
                    rows.deviceId[row],
                    deviceGroup[types.see(rows.type[row])],
                    rows.primaryPartyId[row],
                    rows.primaryMerchantId[row],
                    rows.siteId[row]);
        }
        types.tell();
    }

    private void addIps(IpSlab rows) {
        Tokens types = new Tokens("s4_ip_base_6A.ip_type", IpType.values());
        for (int row = 0; row < rows.size; row++) {
            tables.addIp(rows.ipId[row], ipGroup[types.see(rows.type[row])], rows.country[row]);
        }
        types.tell();
    }

    private void addDeviceLinks(DeviceLinkSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            tables.addDeviceLink(
                    rows.deviceId[row],
                    rows.partyId[row],
                    rows.accountId[row],
                    rows.instrumentId[row],
                    rows.merchantId[row],
                    DeviceLinkRole.ofCode(rows.role[row]));
        }
    }

    private void addIpLinks(IpLinkSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            tables.addIpLink(
                    rows.ipId[row],
                    rows.deviceId[row],
                    rows.partyId[row],
                    rows.merchantId[row],
                    IpLinkRole.ofCode(rows.role[row]));
        }
    }

    /** Tokens of an open vocabulary that a slab holds; they stand in the header of the index. */
    private final class Tokens {
        private final String column;
        private final Coded[] vocabulary;
        private final boolean[] seen;

        Tokens(String column, Coded[] vocabulary) {
            this.column = column;
            this.vocabulary = vocabulary;
            seen = new boolean[vocabulary.length];
        }

        /** @return position in the vocabulary */
        int see(byte code) {
            seen[code - 1] = true;
            return code - 1;
        }

        void tell() {
            TreeSet<String> tokens = new TreeSet<>();
            for (int i = 0; i < seen.length; i++) {
                if (seen[i]) {
                    tokens.add(vocabulary[i].token());
                }
            }
            tables.addTokens(column, tokens);
        }
    }

    private void each(SlabKind kind, Consumer<Slab> rows) {
        Path folder = root.resolve(files.folder(kind));
        List<Path> parts = List.of();
        try {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> list = Files.list(folder)) {
                    parts = list.filter(file -> file.toString().endsWith(".parquet"))
                            .sorted()
                            .toList();
                }
            }
            Slab slab = kind.empty(SLAB_ROWS);
            for (Path part : parts) {
                try (SlabFileReader reader =
                        new SlabFileReader(new LocalInputFile(part), part.toString(), files.zones())) {
                    while (reader.read(slab)) {
                        rows.accept(slab);
                    }
                }
            }
        } catch (IOException e) {
            throw new ContractException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            folder.toString(),
                            "must be readable",
                            e.toString(),
                            "mend the storage, then do it again"),
                    e);
        }
    }

    /** Class of each type, by place in its vocabulary; the makers have asked for each of them before. */
    private static <C> C[] classes(Coded[] types, Function<String, Optional<C>> taxonomy, IntFunction<C[]> array) {
        return Stream.of(types)
                .map(type -> taxonomy.apply(type.token()).orElseThrow())
                .toArray(array);
    }
}
