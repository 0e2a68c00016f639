package io.millrace.job.arrivals;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.Axes;
import io.millrace.contract.DatasetDictionary;
import io.millrace.slab.MerchantDimSlab;
import io.millrace.slab.SiteDimSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.slab.ZoneDimSlab;
import io.millrace.world.WorldDimensions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.io.LocalInputFile;

/** merchant_dim_5B, site_dim_5B and zone_dim_5B of a prepared world, from files to arrays. */
public final class DimensionFiles {
    private static final int CHANNELS = 4;

    private DimensionFiles() {}

    /**
     * @param worldRoot folder with {@code world_receipt.json}
     * @param axes of the world and the scenario
     * @throws ContractException SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING for an absent table, INPUT_SCHEMA_MISMATCH for one
     *     that is damaged, out of order, or names a merchant that is not there
     */
    public static WorldDimensions read(Path worldRoot, Axes axes) {
        MerchantDimSlab merchants = (MerchantDimSlab) table(worldRoot, axes, SlabKind.MERCHANT_DIM);
        SiteDimSlab sites = (SiteDimSlab) table(worldRoot, axes, SlabKind.SITE_DIM);
        ZoneDimSlab zones = (ZoneDimSlab) table(worldRoot, axes, SlabKind.ZONE_DIM);
        for (int row = 1; row < merchants.size; row++) {
            require(
                    Long.compareUnsigned(merchants.merchantId[row - 1], merchants.merchantId[row]) < 0,
                    merchants,
                    row,
                    "must ascend by merchant_id");
        }
        for (int row = 1; row < sites.size; row++) {
            require(
                    Long.compareUnsigned(sites.siteId[row - 1], sites.siteId[row]) < 0,
                    sites,
                    row,
                    "must ascend by site_id");
        }
        for (int row = 1; row < zones.size; row++) {
            require(zones.tzid[row - 1].compareTo(zones.tzid[row]) < 0, zones, row, "must ascend by tzid");
        }
        long[] merchantId = Arrays.copyOf(merchants.merchantId, merchants.size);
        return new WorldDimensions(
                merchantId,
                Arrays.copyOf(merchants.homeCountry, merchants.size),
                Arrays.copyOf(merchants.mcc, merchants.size),
                Arrays.copyOf(merchants.demandClass, merchants.size),
                channels(merchants),
                Arrays.copyOf(merchants.virtualRatePer1000Days, merchants.size),
                Arrays.copyOf(sites.siteId, sites.size),
                merchantOrdinals(sites, merchantId),
                Arrays.copyOf(sites.legalCountry, sites.size),
                Arrays.copyOf(sites.ratePer1000Days, sites.size),
                Arrays.asList(zones.tzid).subList(0, zones.size),
                Arrays.copyOf(zones.country, zones.size),
                Arrays.copyOf(zones.ratePer1000Days, zones.size));
    }

    private static int[] channels(MerchantDimSlab merchants) {
        int[] ppm = new int[merchants.size * CHANNELS];
        for (int row = 0; row < merchants.size; row++) {
            boolean isKnown = merchants.channelEcomPpm[row] >= 0;
            ppm[row * CHANNELS] = isKnown ? merchants.channelEcomPpm[row] : 0;
            ppm[row * CHANNELS + 1] = isKnown ? merchants.channelPosPpm[row] : 0;
            ppm[row * CHANNELS + 2] = isKnown ? merchants.channelAtmPpm[row] : 0;
            ppm[row * CHANNELS + 3] = isKnown ? merchants.channelBankRailPpm[row] : 0;
        }
        return ppm;
    }

    private static int[] merchantOrdinals(SiteDimSlab sites, long[] merchantId) {
        int[] ordinal = new int[sites.size];
        for (int row = 0; row < sites.size; row++) {
            ordinal[row] = search(merchantId, sites.merchantId[row]);
            require(ordinal[row] >= 0, sites, row, "must name a merchant of merchant_dim_5B");
        }
        return ordinal;
    }

    private static int search(long[] ascending, long id) {
        int low = 0;
        int high = ascending.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(ascending[middle], id);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
    }

    /** Dimensions are one file each. */
    private static Slab table(Path worldRoot, Axes axes, SlabKind kind) {
        String folder = DatasetDictionary.shipped().dataset(kind.datasetId()).folder(axes);
        List<Path> files;
        try (Stream<Path> list = Files.list(worldRoot.resolve(folder))) {
            files = list.filter(file -> file.toString().endsWith(".parquet")).toList();
        } catch (IOException e) {
            throw missing(folder, e.toString());
        }
        if (files.size() != 1) {
            throw missing(folder, files.size() + " files");
        }
        String where = folder + "/" + files.get(0).getFileName();
        try (SlabFileReader reader = new SlabFileReader(new LocalInputFile(files.get(0)), where, List.of())) {
            Slab slab = kind.empty((int) Math.max(1, reader.rows()));
            boolean isFull = reader.rows() == 0 || reader.read(slab);
            if (!isFull || slab.size != reader.rows()) {
                throw new ContractException(Problem.of(
                        ErrorCode.INPUT_SCHEMA_MISMATCH,
                        where,
                        "must have its " + reader.rows() + " rows in one row group",
                        slab.size + " in the first",
                        "make the file again with this version"));
            }
            return slab;
        } catch (IOException e) {
            throw missing(where, e.toString());
        }
    }

    private static ContractException missing(String where, String found) {
        return new ContractException(Problem.of(
                ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                where,
                "must hold one Parquet file",
                found,
                "restore the world folder, or prepare the world again"));
    }

    private static void require(boolean holds, Slab slab, int row, String expected) {
        if (!holds) {
            throw new ContractException(Problem.of(
                    ErrorCode.INPUT_SCHEMA_MISMATCH,
                    slab.kind().datasetId() + "#row " + row,
                    expected,
                    slab.describe(row),
                    "restore the world folder, or prepare the world again"));
        }
    }
}
