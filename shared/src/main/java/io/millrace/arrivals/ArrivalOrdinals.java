package io.millrace.arrivals;

import java.io.Serial;
import java.io.Serializable;

/** Positions in merchant_dim_5B and zone_dim_5B. */
public final class ArrivalOrdinals implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long[] merchantId;
    private final short[] zoneOrdinal;

    /**
     * @param merchantId by ordinal, in unsigned order
     * @param zoneOrdinal by code of the zone vocabulary; -1 for zones that are not in the dimension
     */
    ArrivalOrdinals(long[] merchantId, short[] zoneOrdinal) {
        this.merchantId = merchantId;
        this.zoneOrdinal = zoneOrdinal;
    }

    /** @throws IllegalArgumentException for a merchant that is not in the dimension */
    int merchant(long id) {
        int low = 0;
        int high = merchantId.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(merchantId[middle], id);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        throw new IllegalArgumentException("merchant " + Long.toUnsignedString(id) + " is not in merchant_dim_5B");
    }

    /** @return -1 for an absent zone */
    short zone(short code) {
        return code == ZoneVocabulary.ABSENT ? -1 : zoneOrdinal[code];
    }
}
