package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.CountrySource;
import io.millrace.contract.Iso;
import io.millrace.contract.RejectReason;
import io.millrace.world.ZoneCountries;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ForeignArrivalRulesTest {
    private static final String FINGERPRINT = "c".repeat(64);
    private static final String PARAMETERS = "a".repeat(64);
    private static final long START_HOUR = 490_896;
    private static final ZoneVocabulary ZONES = ZoneVocabulary.ofPlatform(ZoneCountries.shipped());

    private final ForeignArrivalRules rules = new ForeignArrivalRules(
            new ArrivalAxes(42, PARAMETERS, FINGERPRINT, "baseline_v1"),
            new Horizon(START_HOUR, 48),
            ZONES,
            OutletCatalogue.EMPTY);

    private ForeignArrival judge(Consumer<RawArrival> change) {
        RawArrival raw = new RawArrival();
        raw.text(ArrivalColumn.MANIFEST_FINGERPRINT, FINGERPRINT);
        raw.text(ArrivalColumn.PARAMETER_HASH, PARAMETERS);
        raw.number(ArrivalColumn.SEED, 42);
        raw.text(ArrivalColumn.SCENARIO_ID, "baseline_v1");
        raw.number(ArrivalColumn.MERCHANT_ID, -1);
        raw.text(ArrivalColumn.ZONE_REPRESENTATION, "Europe/Berlin");
        raw.text(ArrivalColumn.CHANNEL_GROUP, "mixed");
        raw.number(ArrivalColumn.BUCKET_INDEX, 5);
        raw.number(ArrivalColumn.ARRIVAL_SEQ, 17);
        raw.text(ArrivalColumn.TS_UTC, "2026-01-01T05:59:59.999999Z");
        raw.text(ArrivalColumn.TZID_PRIMARY, "Europe/Paris");
        raw.number(ArrivalColumn.SITE_ID, 9);
        raw.number(ArrivalColumn.IS_VIRTUAL, 0);
        change.accept(raw);
        ForeignArrival out = new ForeignArrival();
        rules.apply(raw, out);
        return out;
    }

    private void rejects(RejectReason reason, ArrivalColumn column, String text, Consumer<RawArrival> change) {
        ForeignArrival out = judge(change);
        assertThat(out.isRejected()).isTrue();
        assertThat(RejectReason.ofCode(out.reason)).isEqualTo(reason);
        assertThat(out.rejectColumn).isEqualTo(column.id());
        assertThat(out.rejectText).isEqualTo(text);
    }

    @Test
    void aGoodRowIsResolved() {
        ForeignArrival out = judge(raw -> {});
        assertThat(out.isRejected()).isFalse();
        assertThat(out.merchantId).isEqualTo(-1);
        assertThat(out.arrivalSeq).isEqualTo(17);
        assertThat(out.tsMicros).isEqualTo(1_767_247_199_999_999L);
        assertThat(out.hour()).isEqualTo(START_HOUR + 5);
        assertThat(out.bucketIndex).isEqualTo(5);
        assertThat(out.channel).isEqualTo((byte) ChannelUpstream.MIXED.code());
        assertThat(ZONES.tzid(out.zone)).isEqualTo("Europe/Berlin");
        assertThat(ZONES.tzid(out.tzidPrimary)).isEqualTo("Europe/Paris");
        assertThat(out.tzidSettlement).isEqualTo(ZoneVocabulary.ABSENT);
        assertThat(Iso.country(out.country)).as("of tzid_primary").isEqualTo("FR");
        assertThat(out.countrySource).isEqualTo((byte) CountrySource.TZID.code());
        assertThat(out.siteId).isEqualTo(9);
        assertThat(out.edgeId).isZero();
    }

    @Test
    void idsMayBeTextAndAxesMayBeLeftOut() {
        ForeignArrival out = judge(raw -> {
            raw.clear();
            raw.text(ArrivalColumn.MERCHANT_ID, "18446744073709551615");
            raw.text(ArrivalColumn.ZONE_REPRESENTATION, "Asia/Calcutta");
            raw.number(ArrivalColumn.BUCKET_INDEX, 0);
            raw.number(ArrivalColumn.ARRIVAL_SEQ, (1L << 40) - 1);
            raw.number(ArrivalColumn.TS_UTC, START_HOUR * Horizon.MICROS_PER_HOUR);
            raw.text(ArrivalColumn.TZID_PRIMARY, "Asia/Calcutta");
            raw.text(ArrivalColumn.EDGE_ID, "12");
            raw.text(ArrivalColumn.SITE_ID, "0");
            raw.number(ArrivalColumn.IS_VIRTUAL, 1);
        });
        assertThat(out.isRejected()).isFalse();
        assertThat(out.merchantId).isEqualTo(-1);
        assertThat(out.channel).isZero();
        assertThat(Iso.country(out.country)).isEqualTo("IN");
        assertThat(out.edgeId).isEqualTo(12);
    }

    @Test
    void ourOwnChannelsAreKnownInAnyCase() {
        assertThat(judge(raw -> raw.text(ArrivalColumn.CHANNEL_GROUP, "Bank_Rail")).channel)
                .isEqualTo((byte) ChannelUpstream.BANK_RAIL.code());
        assertThat(judge(raw -> raw.text(ArrivalColumn.CHANNEL_GROUP, "CARD_NOT_PRESENT")).channel)
                .isEqualTo((byte) ChannelUpstream.CARD_NOT_PRESENT.code());
    }

    @Test
    void nullsAndUnreadableMerchantsAreRejectedFirst() {
        rejects(RejectReason.NULL_REQUIRED, ArrivalColumn.ZONE_REPRESENTATION, null, raw -> {
            raw.text(ArrivalColumn.ZONE_REPRESENTATION, null);
            raw.text(ArrivalColumn.TS_UTC, "nonsense");
        });
        ForeignArrival out = judge(raw -> {
            raw.clear();
            raw.text(ArrivalColumn.MERCHANT_ID, "M-1");
        });
        assertThat(out.merchantId).isZero();
        assertThat(out.arrivalSeq).isEqualTo(-1);
        assertThat(RejectReason.ofCode(out.reason)).isEqualTo(RejectReason.NULL_REQUIRED);
    }

    @Test
    void axesMustNotBeContradicted() {
        rejects(
                RejectReason.AXIS_MISMATCH,
                ArrivalColumn.SCENARIO_ID,
                "other",
                raw -> raw.text(ArrivalColumn.SCENARIO_ID, "other"));
        rejects(
                RejectReason.AXIS_MISMATCH,
                ArrivalColumn.MANIFEST_FINGERPRINT,
                PARAMETERS,
                raw -> raw.text(ArrivalColumn.MANIFEST_FINGERPRINT, PARAMETERS));
        rejects(
                RejectReason.AXIS_MISMATCH,
                ArrivalColumn.SEED,
                "18446744073709551615",
                raw -> raw.number(ArrivalColumn.SEED, -1));
    }

    @Test
    void timesMustLieInTheirBucketAndBucketsInTheHorizon() {
        rejects(
                RejectReason.TS_UNPARSABLE,
                ArrivalColumn.TS_UTC,
                "2026-01-01T05:59:59Z",
                raw -> raw.text(ArrivalColumn.TS_UTC, "2026-01-01T05:59:59Z"));
        rejects(
                RejectReason.TS_OUTSIDE_BUCKET,
                ArrivalColumn.TS_UTC,
                "2026-01-01T06:00:00.000000Z",
                raw -> raw.text(ArrivalColumn.TS_UTC, "2026-01-01T06:00:00.000000Z"));
        rejects(RejectReason.BUCKET_OUT_OF_HORIZON, ArrivalColumn.BUCKET_INDEX, "-1", raw -> {
            raw.text(ArrivalColumn.TS_UTC, "2025-12-31T23:30:00.000000Z");
            raw.number(ArrivalColumn.BUCKET_INDEX, -1);
        });
        rejects(RejectReason.BUCKET_OUT_OF_HORIZON, ArrivalColumn.BUCKET_INDEX, "48", raw -> {
            raw.text(ArrivalColumn.TS_UTC, "2026-01-03T00:00:00.000000Z");
            raw.number(ArrivalColumn.BUCKET_INDEX, 48);
        });
    }

    @Test
    void sequenceNumbersMustFitTheKey() {
        rejects(
                RejectReason.SEQ_OUT_OF_RANGE,
                ArrivalColumn.ARRIVAL_SEQ,
                "0",
                raw -> raw.number(ArrivalColumn.ARRIVAL_SEQ, 0));
        rejects(
                RejectReason.SEQ_OUT_OF_RANGE,
                ArrivalColumn.ARRIVAL_SEQ,
                "1099511627776",
                raw -> raw.number(ArrivalColumn.ARRIVAL_SEQ, 1L << 40));
    }

    @Test
    void zonesChannelsAndCountriesMustBeKnown() {
        rejects(
                RejectReason.TZID_UNKNOWN,
                ArrivalColumn.TZID_OPERATIONAL,
                "Europe/Atlantis",
                raw -> raw.text(ArrivalColumn.TZID_OPERATIONAL, "Europe/Atlantis"));
        rejects(
                RejectReason.CHANNEL_UNKNOWN,
                ArrivalColumn.CHANNEL_GROUP,
                "hybrid",
                raw -> raw.text(ArrivalColumn.CHANNEL_GROUP, "hybrid"));
        rejects(
                RejectReason.COUNTRY_UNRESOLVED,
                ArrivalColumn.TZID_PRIMARY,
                "Etc/GMT-1",
                raw -> raw.text(ArrivalColumn.TZID_PRIMARY, "Etc/GMT-1"));
        rejects(
                RejectReason.COUNTRY_UNRESOLVED,
                ArrivalColumn.LEGAL_COUNTRY_ISO,
                "de",
                raw -> raw.text(ArrivalColumn.LEGAL_COUNTRY_ISO, "de"));
    }

    @Test
    void aPlaceIsASiteOrAnEdgeAndVirtualRowsHaveTheEdge() {
        rejects(
                RejectReason.SITE_EDGE_CONFLICT,
                ArrivalColumn.EDGE_ID,
                "4",
                raw -> raw.number(ArrivalColumn.EDGE_ID, 4));
        rejects(
                RejectReason.SITE_EDGE_CONFLICT,
                ArrivalColumn.EDGE_ID,
                null,
                raw -> raw.number(ArrivalColumn.SITE_ID, 0));
        rejects(
                RejectReason.SITE_EDGE_CONFLICT,
                ArrivalColumn.IS_VIRTUAL,
                "true",
                raw -> raw.number(ArrivalColumn.IS_VIRTUAL, 1));
        rejects(
                RejectReason.SITE_EDGE_CONFLICT,
                ArrivalColumn.EDGE_ID,
                "edge",
                raw -> raw.text(ArrivalColumn.EDGE_ID, "edge"));
    }
}
