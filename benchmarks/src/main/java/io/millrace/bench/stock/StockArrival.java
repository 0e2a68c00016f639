package io.millrace.bench.stock;

/** An attached arrival as Flink likes it: a class of public fields, for its POJO serializer. Absent ids are null. */
public final class StockArrival {
    public long tsMicros;
    public long merchantId;
    public long arrivalSeq;
    public int bucketIndex;
    public Long siteId;
    public Long edgeId;
    public boolean isVirtual;
    public String tzid;
    public String saleCountry;
    public String channel;
    public String channelSource;
    public long partyId;
    public long accountId;
    public Long instrumentId;
    public long deviceId;
    public long ipId;
    public String partyCountry;
    public boolean deviceIsTerminal;
    public String visitSource;
    public int visitSlot;
    public String partyRule;
    public String accountRule;
    public String instrumentRule;
    public String deviceRule;
    public String ipRule;

    /** Flink makes them. */
    public StockArrival() {}
}
