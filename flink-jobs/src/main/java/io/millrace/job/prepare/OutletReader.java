package io.millrace.job.prepare;

import io.millrace.arrivals.DecimalId;
import io.millrace.arrivals.OutletCatalogue;
import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.io.IOException;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;

/** Reads the outlet catalogue of another engine. */
final class OutletReader {
    private static final int MERCHANT = 0;
    private static final int COUNTRY = 1;
    private static final int ORDER = 2;
    private static final int HOME = 3;

    private OutletReader() {}

    static OutletCatalogue read(List<ForeignFile> files) {
        OutletCatalogue.Builder builder = new OutletCatalogue.Builder();
        try {
            for (ForeignFile file : files) {
                long row = 0;
                for (FileSourceSplit split : file.splits(0)) {
                    try (ForeignRows rows =
                            new ForeignRows(file, split, SourceFiles.OUTLET_COLUMNS.size(), new Configuration())) {
                        while (rows.nextBatch()) {
                            while (rows.nextRow()) {
                                builder.add(
                                        merchant(rows, file, row),
                                        rows.isNull(COUNTRY) ? null : rows.text(COUNTRY),
                                        rows.isNull(ORDER) ? -1 : rows.number(ORDER),
                                        rows.isNull(HOME) ? null : rows.text(HOME),
                                        file.name(),
                                        row);
                                row++;
                            }
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new ContractException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            "outlet_catalogue",
                            "must be readable",
                            e.toString(),
                            "mend the upstream tree"),
                    e);
        }
        return builder.build();
    }

    private static long merchant(ForeignRows rows, ForeignFile file, long row) {
        if (rows.isNull(MERCHANT) || (!rows.isNumber(MERCHANT) && !DecimalId.isReadable(rows.text(MERCHANT)))) {
            throw new ContractException(Problem.of(
                    ErrorCode.INPUT_SCHEMA_MISMATCH,
                    file.name() + "#row " + row,
                    "must have a merchant_id",
                    rows.isNull(MERCHANT) ? "null" : rows.text(MERCHANT),
                    "mend the outlet catalogue of the upstream tree"));
        }
        return rows.isNumber(MERCHANT) ? rows.number(MERCHANT) : Long.parseUnsignedLong(rows.text(MERCHANT));
    }
}
