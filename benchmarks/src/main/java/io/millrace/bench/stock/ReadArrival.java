package io.millrace.bench.stock;

import java.io.Serial;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.data.RowData;

/** A row of {@link StockTables#ATTACHED} to an object of ours. */
final class ReadArrival implements MapFunction<RowData, StockArrival> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public StockArrival map(RowData row) {
        StockArrival arrival = new StockArrival();
        arrival.tsMicros = row.getLong(0);
        arrival.merchantId = row.getLong(1);
        arrival.arrivalSeq = row.getLong(2);
        arrival.bucketIndex = row.getInt(3);
        arrival.siteId = id(row, 4);
        arrival.edgeId = id(row, 5);
        arrival.isVirtual = row.getBoolean(6);
        arrival.tzid = text(row, 7);
        arrival.saleCountry = text(row, 8);
        arrival.channel = text(row, 9);
        arrival.channelSource = text(row, 10);
        arrival.partyId = row.getLong(11);
        arrival.accountId = row.getLong(12);
        arrival.instrumentId = id(row, 13);
        arrival.deviceId = row.getLong(14);
        arrival.ipId = row.getLong(15);
        arrival.partyCountry = text(row, 16);
        arrival.deviceIsTerminal = row.getBoolean(17);
        arrival.visitSource = text(row, 18);
        arrival.visitSlot = row.getInt(19);
        arrival.partyRule = text(row, 20);
        arrival.accountRule = text(row, 21);
        arrival.instrumentRule = text(row, 22);
        arrival.deviceRule = text(row, 23);
        arrival.ipRule = text(row, 24);
        return arrival;
    }

    private static Long id(RowData row, int column) {
        return row.isNullAt(column) ? null : row.getLong(column);
    }

    private static String text(RowData row, int column) {
        return row.getString(column).toString();
    }
}
